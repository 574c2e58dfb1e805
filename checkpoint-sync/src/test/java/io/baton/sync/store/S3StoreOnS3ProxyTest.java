package io.baton.sync.store;

import io.baton.sync.SyncError;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class S3StoreOnS3ProxyTest extends S3StoreBehaviour {
  @Override
  TestBucket bucket() {
    return TestS3.bucket();
  }

  /** It answers 501. */
  @Test
  @Override
  void uploads_that_nobody_finished_are_listed_until_they_are_given_up() {
    assertFails(
        SyncError.STORAGE_REFUSED, () -> ((ListableStore) store).unfinished(Optional.empty()));
  }
}
