package io.baton.sync.store;

import io.baton.sync.SyncError;
import java.net.URI;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Against a real S3 server that checks signatures. */
class S3StoreTest extends ListableStoreBehaviour {
  private static final ObjectKey KEY = new ObjectKey("run/object");

  @Override
  ListableStore open() {
    return TestS3.store(TestS3.freshPrefix());
  }

  @Test
  void a_wrong_secret_is_access_denied() {
    ObjectStore other = with(TestS3.server().endpoint(), "wrong-secret", TestS3.BUCKET);
    assertFails(SyncError.ACCESS_DENIED, () -> other.put(KEY, bytes("x")));
    assertFails(SyncError.ACCESS_DENIED, () -> other.get(KEY, 100));
    assertFails(SyncError.ACCESS_DENIED, () -> ((ListableStore) other).list(Optional.empty()));
  }

  @Test
  void a_missing_bucket_is_told_apart_from_a_missing_object() {
    ObjectStore other =
        with(TestS3.server().endpoint(), TestS3.server().secretKey(), "no-such-bucket");
    assertFails(SyncError.BUCKET_MISSING, () -> other.put(KEY, bytes("x")));
    assertFails(SyncError.BUCKET_MISSING, () -> other.get(KEY, 100));
    assertFails(SyncError.BUCKET_MISSING, () -> ((ListableStore) other).list(Optional.empty()));
  }

  @Test
  void a_server_that_is_down_is_unreachable() {
    ObjectStore other = with(FaultProxy.nobodyThere(), "secret", TestS3.BUCKET);
    assertFails(SyncError.STORAGE_UNREACHABLE, () -> other.put(KEY, bytes("x")));
    assertFails(SyncError.STORAGE_UNREACHABLE, () -> other.get(KEY, 100));
    assertFails(
        SyncError.STORAGE_UNREACHABLE, () -> ((ListableStore) other).list(Optional.empty()));
  }

  private static ObjectStore with(URI endpoint, String secret, String bucket) {
    return new S3Store(
        new S3Settings(
            endpoint,
            "us-east-1",
            TestS3.server().accessKey(),
            secret,
            Optional.empty(),
            bucket,
            Optional.empty()));
  }
}
