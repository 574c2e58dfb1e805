package io.baton.sync.store;

import io.baton.sync.SyncError;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Against a real S3 server that checks signatures. */
abstract class S3StoreBehaviour extends ListableStoreBehaviour {
  private static final ObjectKey KEY = new ObjectKey("run/object");

  abstract TestBucket bucket();

  @Override
  ListableStore open() {
    return bucket().store(TestBucket.freshPrefix());
  }

  @Test
  void a_wrong_secret_is_access_denied() {
    ObjectStore other = with(bucket().secretKey("wrong-secret"));
    assertFails(SyncError.ACCESS_DENIED, () -> other.put(KEY, bytes("x")));
    assertFails(SyncError.ACCESS_DENIED, () -> other.get(KEY, 100));
    assertFails(SyncError.ACCESS_DENIED, () -> ((ListableStore) other).list(Optional.empty()));
  }

  @Test
  void a_missing_bucket_is_told_apart_from_a_missing_object() {
    ObjectStore other = with(bucket().name("no-such-bucket"));
    assertFails(SyncError.BUCKET_MISSING, () -> other.put(KEY, bytes("x")));
    assertFails(SyncError.BUCKET_MISSING, () -> other.get(KEY, 100));
    assertFails(SyncError.BUCKET_MISSING, () -> ((ListableStore) other).list(Optional.empty()));
  }

  @Test
  void a_server_that_is_down_is_unreachable() {
    ObjectStore other = with(bucket().at(FaultProxy.nobodyThere()));
    assertFails(SyncError.STORAGE_UNREACHABLE, () -> other.put(KEY, bytes("x")));
    assertFails(SyncError.STORAGE_UNREACHABLE, () -> other.get(KEY, 100));
    assertFails(
        SyncError.STORAGE_UNREACHABLE, () -> ((ListableStore) other).list(Optional.empty()));
  }

  private static ObjectStore with(TestBucket bucket) {
    return new S3Store(bucket.settings(Optional.empty()));
  }
}
