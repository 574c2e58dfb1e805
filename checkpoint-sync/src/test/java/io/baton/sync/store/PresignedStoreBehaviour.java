package io.baton.sync.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.sync.SyncError;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Against a real S3 server that checks signatures; the URLs are signed as a platform would. */
abstract class PresignedStoreBehaviour extends ObjectStoreBehaviour {
  private static final ObjectKey KEY = new ObjectKey("run/object");

  abstract TestBucket bucket();

  @Override
  ObjectStore open() {
    return with(bucket());
  }

  private static PresignedStore with(TestBucket bucket) {
    return bucket.presigned(TestBucket.freshPrefix());
  }

  private PresignedStore impatient(URI endpoint) {
    return new PresignedStore(
        bucket().at(endpoint).signer(TestBucket.freshPrefix()),
        Optional.empty(),
        Duration.ofMillis(300));
  }

  @Test
  void a_url_that_is_signed_with_a_wrong_secret_is_access_denied() {
    ObjectStore other = with(bucket().secretKey("wrong"));
    assertFails(SyncError.ACCESS_DENIED, () -> other.put(KEY, bytes("x")));
    assertFails(SyncError.ACCESS_DENIED, () -> other.get(KEY, 100));
    assertFails(SyncError.ACCESS_DENIED, () -> other.head(KEY));
  }

  @Test
  void a_url_is_good_for_its_own_method_only() {
    UrlSigner reads = bucket().signer(TestBucket.freshPrefix());
    ObjectStore readOnly =
        new PresignedStore((method, key) -> reads.sign(UrlSigner.Method.GET, key));
    assertFails(SyncError.ACCESS_DENIED, () -> readOnly.put(KEY, bytes("x")));
  }

  @Test
  void a_missing_bucket_is_told_apart_from_a_missing_object() {
    ObjectStore other = with(bucket().name("no-such-bucket"));
    assertFails(SyncError.BUCKET_MISSING, () -> other.put(KEY, bytes("x")));
    assertFails(SyncError.BUCKET_MISSING, () -> other.get(KEY, 100));
  }

  @Test
  void a_server_that_is_down_is_unreachable() {
    ObjectStore other = with(bucket().at(FaultProxy.nobodyThere()));
    assertFails(SyncError.STORAGE_UNREACHABLE, () -> other.put(KEY, bytes("x")));
    assertFails(SyncError.STORAGE_UNREACHABLE, () -> other.get(KEY, 100));
  }

  @Test
  void a_signer_that_is_down_may_be_asked_again() {
    ObjectStore other =
        new PresignedStore(
            (method, key) -> {
              throw new IOException("connection refused");
            });
    assertFails(SyncError.SIGNER_UNREACHABLE, () -> other.put(KEY, bytes("x")));
    assertThat(SyncError.SIGNER_UNREACHABLE.retryable()).isTrue();
  }

  @Test
  void a_signer_that_says_no_is_not_asked_again() {
    ObjectStore other =
        new PresignedStore(
            (method, key) -> {
              throw new IllegalStateException("the lease is lost");
            });
    assertFails(SyncError.SIGNER_REFUSED, () -> other.put(KEY, bytes("x")));
    assertThat(SyncError.SIGNER_REFUSED.retryable()).isFalse();
  }

  @Test
  void bytes_that_the_network_damages_are_refused_and_may_be_sent_again() throws Exception {
    Path file = randomFile(200_000);
    try (FaultProxy proxy = FaultProxy.before(bucket().endpoint())) {
      PresignedStore other = with(bucket().at(proxy.endpoint()));
      proxy.damageRequestsAfter(100_000);
      assertFails(SyncError.STORAGE_FAILED, () -> other.put(KEY, file));
      assertThat(SyncError.STORAGE_FAILED.retryable()).isTrue();
      proxy.heal();
      assertThat(other.head(KEY)).isEmpty();
      other.put(KEY, file);
      assertThat(other.head(KEY)).isPresent();
    }
  }

  @Test
  void an_upload_that_stalls_is_broken_off() throws Exception {
    Path file = randomFile(8 << 20);
    try (FaultProxy proxy = FaultProxy.before(bucket().endpoint())) {
      PresignedStore other = impatient(proxy.endpoint());
      proxy.stallRequestsAfter(1 << 20);
      assertFails(SyncError.STORAGE_UNREACHABLE, () -> other.put(KEY, file));
    }
  }

  @Test
  void a_download_that_stalls_is_broken_off() throws Exception {
    try (FaultProxy proxy = FaultProxy.before(bucket().endpoint())) {
      PresignedStore other = impatient(proxy.endpoint());
      other.put(KEY, randomFile(8 << 20));
      proxy.stallAnswersAfter(1 << 20);
      assertFails(
          SyncError.STORAGE_UNREACHABLE,
          () -> other.get(KEY, directory.resolve("fetched"), 8 << 20));
    }
  }

  @Test
  void a_download_that_is_cut_short_is_unreachable_storage_rather_than_a_short_file()
      throws Exception {
    try (FaultProxy proxy = FaultProxy.before(bucket().endpoint())) {
      PresignedStore other = with(bucket().at(proxy.endpoint()));
      other.put(KEY, randomFile(8 << 20));
      proxy.cutAnswersAfter(1 << 20);
      assertFails(
          SyncError.STORAGE_UNREACHABLE,
          () -> other.get(KEY, directory.resolve("fetched"), 8 << 20));
    }
  }
}
