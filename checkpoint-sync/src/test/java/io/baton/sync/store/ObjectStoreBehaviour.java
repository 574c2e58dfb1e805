package io.baton.sync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every store does alike. */
abstract class ObjectStoreBehaviour {
  private static final ObjectKey KEY = new ObjectKey("run/checkpoint-1/files/weights");

  @TempDir Path directory;
  ObjectStore store;

  /** An empty store. */
  abstract ObjectStore open();

  @BeforeEach
  void openStore() {
    store = open();
  }

  /** The last is longer than a part. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100_000, (17 << 20) + 3})
  void a_stored_file_comes_back_byte_for_byte(int size) throws IOException {
    Path file = randomFile(size);
    store.put(KEY, file);
    Path fetched = directory.resolve("fetched");
    store.get(KEY, fetched, size);
    assertThat(Files.mismatch(file, fetched)).isEqualTo(-1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a b+c",
        "100%",
        "%2e%2e",
        "q?x=1&y",
        "#1",
        "ünïcödé-日本",
        "~tilde",
        "it's",
        "a=b;c",
        "(1)"
      })
  void any_legal_name_can_be_stored(String name) {
    ObjectKey key = new ObjectKey("run/" + name);
    store.put(key, bytes("content of " + name));
    assertThat(store.get(key, 100)).asString().isEqualTo("content of " + name);
    assertThat(store.head(key)).map(ObjectStat::key).contains(key);
  }

  @Test
  void a_second_put_replaces_the_object() {
    store.put(KEY, bytes("a longer first version"));
    store.put(KEY, bytes("second"));
    assertThat(store.get(KEY, 100)).asString().isEqualTo("second");
  }

  @Test
  void head_tells_the_size() throws IOException {
    store.put(KEY, randomFile(12_345));
    assertThat(store.head(KEY)).map(ObjectStat::size).contains(12_345L);
  }

  @Test
  void a_missing_object_is_told_apart() {
    assertThat(store.head(KEY)).isEmpty();
    assertFails(SyncError.OBJECT_MISSING, () -> store.get(KEY, 100));
    assertFails(SyncError.OBJECT_MISSING, () -> store.get(KEY, directory.resolve("fetched"), 100));
  }

  @Test
  void what_only_leads_to_an_object_is_none() {
    store.put(KEY, bytes("an object"));
    assertThat(store.head(new ObjectKey("run/checkpoint-1"))).isEmpty();
  }

  @Test
  void an_object_longer_than_allowed_is_cut_off() throws IOException {
    store.put(KEY, randomFile(1 << 20));
    Path fetched = directory.resolve("fetched");
    assertFails(SyncError.OBJECT_CORRUPT, () -> store.get(KEY, fetched, 1000));
    assertThat(Files.size(fetched)).isLessThanOrEqualTo(1000);
    assertFails(SyncError.OBJECT_CORRUPT, () -> store.get(KEY, (1 << 20) - 1));
  }

  @Test
  void a_deleted_object_is_gone_and_may_be_deleted_again() {
    store.put(KEY, bytes("content"));
    store.delete(KEY);
    assertThat(store.head(KEY)).isEmpty();
    assertThatCode(() -> store.delete(KEY)).doesNotThrowAnyException();
  }

  @Test
  void deleting_an_object_leaves_its_neighbours() {
    ObjectKey neighbour = new ObjectKey("run/checkpoint-1/files/optimizer");
    store.put(KEY, bytes("content"));
    store.put(neighbour, bytes("kept"));
    store.delete(KEY);
    assertThat(store.get(neighbour, 100)).asString().isEqualTo("kept");
  }

  @Test
  void a_local_file_that_is_missing_is_this_machines_fault() {
    assertFails(SyncError.LOCAL_IO, () -> store.put(KEY, directory.resolve("missing")));
    assertThat(store.head(KEY)).isEmpty();
  }

  @Test
  void objects_written_at_the_same_time_are_never_mixed() {
    byte[][] versions = new byte[8][300_000];
    IntStream.range(0, 8).forEach(version -> Arrays.fill(versions[version], (byte) version));
    CompletableFuture.allOf(
            Arrays.stream(versions)
                .map(version -> CompletableFuture.runAsync(() -> store.put(KEY, version)))
                .toArray(CompletableFuture<?>[]::new))
        .join();
    assertThat(Arrays.asList(versions))
        .anyMatch(version -> Arrays.equals(version, store.get(KEY, 300_000)));
  }

  static void assertFails(SyncError error, ThrowingCallable call) {
    assertThatCode(call)
        .isInstanceOfSatisfying(
            SyncException.class, failure -> assertThat(failure.error()).isEqualTo(error));
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  Path randomFile(int size) throws IOException {
    byte[] content = new byte[size];
    new Random(size).nextBytes(content);
    return Files.write(directory.resolve("file-" + size), content);
  }
}
