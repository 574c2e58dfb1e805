package io.baton.sync.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import io.baton.sync.retry.Deadline;
import io.baton.sync.retry.Retry;
import io.baton.sync.transfer.TransferSettings;
import io.baton.sync.transfer.Transfers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
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

  /** The smallest that S3 takes. */
  static final int PART = 5 << 20;

  @TempDir Path directory;
  ObjectStore store;

  /** An empty store. */
  abstract ObjectStore open();

  @BeforeEach
  void openStore() {
    store = open();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100_000, (6 << 20) + 3})
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

  @Test
  void a_stretch_of_an_object_goes_to_its_place_in_the_file() throws IOException {
    Path file = randomFile(300_000);
    store.put(KEY, file);
    Path fetched = Files.write(directory.resolve("fetched"), new byte[300_000]);
    Optional<String> first =
        store.get(KEY, 300_000, new FileSlice(fetched, 100_000, 150_000), Pace.FREE);
    assertThat(Arrays.copyOf(Files.readAllBytes(fetched), 100_000)).containsOnly(0);
    Optional<String> second =
        store.get(KEY, 300_000, new FileSlice(fetched, 0, 100_000), Pace.FREE);
    Optional<String> last =
        store.get(KEY, 300_000, new FileSlice(fetched, 250_000, 50_000), Pace.FREE);
    assertThat(Files.mismatch(file, fetched)).isEqualTo(-1);
    assertThat(first).isPresent().isEqualTo(second).isEqualTo(last);
  }

  @Test
  void stretches_of_another_content_are_told_apart() throws IOException {
    Path fetched = Files.write(directory.resolve("fetched"), new byte[1000]);
    FileSlice stretch = new FileSlice(fetched, 0, 500);
    store.put(KEY, randomFile(1000));
    Optional<String> first = store.get(KEY, 1000, stretch, Pace.FREE);
    store.put(KEY, new byte[1000]);
    assertThat(store.get(KEY, 1000, stretch, Pace.FREE)).isPresent().isNotEqualTo(first);
  }

  @Test
  void an_object_of_another_size_is_corrupt_and_nothing_of_it_is_fetched() throws IOException {
    store.put(KEY, randomFile(1000));
    Path fetched = Files.write(directory.resolve("fetched"), new byte[3000]);
    for (FileSlice stretch :
        List.of(new FileSlice(fetched, 0, 900), new FileSlice(fetched, 2000, 1000))) {
      assertFails(SyncError.OBJECT_CORRUPT, () -> store.get(KEY, 3000, stretch, Pace.FREE));
      assertFails(SyncError.OBJECT_CORRUPT, () -> store.get(KEY, 999, stretch, Pace.FREE));
    }
    assertThat(Files.readAllBytes(fetched)).containsOnly(0);
    assertFails(
        SyncError.OBJECT_MISSING,
        () ->
            store.get(new ObjectKey("missing"), 1000, new FileSlice(fetched, 0, 1000), Pace.FREE));
  }

  @Test
  void parts_sent_in_any_order_and_again_make_one_object() throws IOException {
    int size = 2 * PART + 1000;
    Path file = randomFile(size);
    PartStore parts = store.parts().orElseThrow();
    PartedUpload upload = parts.begin(KEY, size, PART);
    SentPart third = parts.send(upload, 3, new FileSlice(file, 2 * PART, 1000), Pace.FREE);
    parts.send(upload, 1, new FileSlice(file, 7, PART), Pace.FREE);
    SentPart second = parts.send(upload, 2, new FileSlice(file, PART, PART), Pace.FREE);
    SentPart first = parts.send(upload, 1, new FileSlice(file, 0, PART), Pace.FREE);
    assertThat(store.head(KEY)).isEmpty();
    parts.complete(upload, List.of(first, second, third));
    Path fetched = directory.resolve("fetched");
    store.get(KEY, fetched, size);
    assertThat(Files.mismatch(file, fetched)).isEqualTo(-1);
  }

  @Test
  void a_large_file_comes_back_byte_for_byte() throws IOException {
    int size = 2 * PART + 1000;
    Path file = randomFile(size);
    TransferSettings settings = TransferSettings.standard().partBytes(PART);
    Transfers transfers = new Transfers(store, settings, Retry.standard());
    Deadline deadline = Deadline.after(Duration.ofSeconds(60));
    assertThat(transfers.send(KEY, file, () -> deadline)).isEqualTo(KEY);
    Path fetched = directory.resolve("fetched");
    transfers.fetch(KEY, size, fetched, () -> deadline);
    assertThat(Files.mismatch(file, fetched)).isEqualTo(-1);
  }

  @Test
  void an_upload_that_is_given_up_leaves_no_object_and_may_be_given_up_again() throws IOException {
    Path file = randomFile(PART + 1000);
    PartStore parts = store.parts().orElseThrow();
    PartedUpload upload = parts.begin(KEY, PART + 1000, PART);
    SentPart first = parts.send(upload, 1, new FileSlice(file, 0, PART), Pace.FREE);
    parts.abort(upload);
    assertThatCode(() -> parts.abort(upload)).doesNotThrowAnyException();
    // Servers give different reasons; some even go on taking parts.
    assertThatCode(() -> parts.complete(upload, List.of(first))).isInstanceOf(SyncException.class);
    assertThat(store.head(KEY)).isEmpty();
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
