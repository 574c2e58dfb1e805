package io.baton.sync.transfer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import io.baton.sync.manifest.Sha256;
import io.baton.sync.retry.Backoff;
import io.baton.sync.retry.Deadline;
import io.baton.sync.retry.Retry;
import io.baton.sync.store.MemoryStore;
import io.baton.sync.store.ObjectKey;
import io.baton.sync.store.UnreliableStore;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.io.TempDir;

/** A store that can be made to fail, a file of four parts, and time that passes only in pauses. */
abstract class TransfersFixture {
  static final ObjectKey KEY = new ObjectKey("run/checkpoint-1/files/optimizer.bin");
  static final int PART = (int) TransferSettings.SMALLEST_PART_BYTES;
  static final int SIZE = 3 * PART + 1000;

  @TempDir Path directory;
  final MemoryStore memory = new MemoryStore();
  final UnreliableStore store = new UnreliableStore(memory);
  final List<String> retries = new ArrayList<>();
  private final SettableClock clock = new SettableClock(Instant.parse("2026-01-01T00:00:00Z"));
  private final Deadline deadline = Deadline.after(Duration.ofMinutes(1), clock);

  Path journals() {
    return directory.resolve("journals");
  }

  /** As a new process makes them. */
  Transfers transfers() {
    return transfers(settings().journal(journals()));
  }

  TransferSettings settings() {
    return TransferSettings.standard().partBytes(PART).parallelParts(2);
  }

  Transfers transfers(TransferSettings settings) {
    Retry retry =
        new Retry(
            Backoff.standard(),
            new Random(1),
            clock::pass,
            (failure, wait) -> retries.add(Thread.currentThread().getName()));
    return new Transfers(store, settings, retry);
  }

  /** Tells the files of these tests apart, without reading all of them. */
  ObjectKey send(Transfers transfers, ObjectKey key, Path file) throws IOException {
    try (InputStream content = Files.newInputStream(file)) {
      Sha256 digest =
          Sha256.of(
              (Files.size(file) + new String(content.readNBytes(99), ISO_8859_1))
                  .getBytes(ISO_8859_1));
      return transfers.send(key, file, digest, deadline());
    }
  }

  Supplier<Deadline> deadline() {
    return () -> deadline;
  }

  Path file(int seed) throws IOException {
    byte[] content = new byte[SIZE];
    new Random(seed).nextBytes(content);
    return Files.write(directory.resolve("optimizer.bin"), content);
  }

  static void assertFails(SyncError error, ThrowingCallable call) {
    assertThatCode(call)
        .isInstanceOfSatisfying(
            SyncException.class, failure -> assertThat(failure.error()).isEqualTo(error));
  }

  static SyncException failure(SyncError error) {
    return new SyncException(error, "The test says so.");
  }
}
