package io.baton.sync.bench;

import io.baton.sync.retry.Deadline;
import io.baton.sync.retry.Retry;
import io.baton.sync.store.CephRgw;
import io.baton.sync.store.ObjectKey;
import io.baton.sync.store.S3Store;
import io.baton.sync.store.TestBucket;
import io.baton.sync.transfer.TransferSettings;
import io.baton.sync.transfer.Transfers;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.function.Supplier;

/**
 * Uploads and downloads in parts, on Ceph's gateway, in turn with the MinIO client alone: see
 * {@code checkpoint-sync/bench/sync}.
 */
public final class TransferBench {
  private static final long MEBIBYTE = 1L << 20;
  private static final TransferSettings SETTINGS = TransferSettings.standard();
  private static final Supplier<Deadline> SOON = () -> Deadline.after(Duration.ofMinutes(10));

  private final TestBucket bucket = CephRgw.bucket();
  private final S3Store store = bucket.store(new ObjectKey("bench"));
  private final Transfers transfers = new Transfers(store, SETTINGS, Retry.standard());
  private final Path scratch;
  private final Path file;
  private final Path target;

  private TransferBench(long bytes) throws IOException {
    scratch = Files.createTempDirectory("transfer-bench");
    file = scratch.resolve("file");
    target = scratch.resolve("target");
    fill(file, bytes);
  }

  /**
   * @param words {@code compare MiB ROUNDS}, or {@code once MiB} for one file there and back
   */
  public static void main(String[] words) throws Exception {
    TransferBench bench = new TransferBench(Long.parseLong(words[1]) * MEBIBYTE);
    try {
      if (words[0].equals("once")) {
        bench.once();
      } else {
        bench.compare(Integer.parseInt(words[2]));
      }
    } finally {
      for (Path each : new Path[] {bench.file, bench.target, bench.scratch}) {
        Files.deleteIfExists(each);
      }
    }
    System.exit(0);
  }

  private void once() throws Exception {
    double sent = seconds(() -> transfers.send(new ObjectKey("large"), file, SOON));
    double fetched =
        seconds(() -> transfers.fetch(new ObjectKey("large"), Files.size(file), target, SOON));
    requireSame();
    System.out.printf(
        Locale.ROOT,
        "%d MiB in a heap of at most %d MiB: sent in %.1f s, fetched in %.1f s, the same bytes;"
            + " resident at most %s%n",
        Files.size(file) / MEBIBYTE,
        Runtime.getRuntime().maxMemory() / MEBIBYTE,
        sent,
        fetched,
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmHWM"))
            .map(line -> line.replaceAll("\\D+", ""))
            .map(kibibytes -> Long.parseLong(kibibytes) / 1024 + " MiB")
            .findFirst()
            .orElse("unknown"));
  }

  private void compare(int rounds) throws Exception {
    double[][] seconds = new double[4][rounds];
    try (MinioParts peer = new MinioParts(bucket, SETTINGS.partBytes(), SETTINGS.parallelParts())) {
      // One round warms both up and counts for nothing.
      for (int round = -1; round < rounds; round++) {
        double[] took = new double[4];
        for (int turn = 0; turn < 2; turn++) {
          if (((round + turn) & 1) == 0) {
            ours(took);
          } else {
            theirs(peer, took);
          }
        }
        for (int i = 0; i < 4 && round >= 0; i++) {
          seconds[i][round] = took[i];
        }
      }
    }
    double size = Files.size(file) / 1e6;
    System.out.println("| | ours, MB/s | MinIO client, MB/s | ratio | bar | |");
    System.out.println("| --- | ---: | ---: | ---: | ---: | --- |");
    boolean met = row("upload", size, seconds[0], seconds[1]);
    met &= row("download", size, seconds[2], seconds[3]);
    if (!met) {
      System.exit(1);
    }
  }

  private void ours(double[] took) throws Exception {
    took[0] = seconds(() -> transfers.send(new ObjectKey("ours"), file, SOON));
    took[2] = seconds(() -> transfers.fetch(new ObjectKey("ours"), Files.size(file), target, SOON));
    requireSame();
    store.delete(new ObjectKey("ours"));
  }

  private void theirs(MinioParts peer, double[] took) throws Exception {
    took[1] = seconds(() -> peer.send("bench/theirs", file));
    took[3] = seconds(() -> peer.fetch("bench/theirs", Files.size(file), target));
    requireSame();
    store.delete(new ObjectKey("theirs"));
  }

  private static boolean row(String what, double size, double[] ours, double[] theirs) {
    double ratio = median(theirs) / median(ours);
    System.out.printf(
        Locale.ROOT,
        "| %s | %.0f | %.0f | %.2f | ≥ 0.8 | %s |%n",
        what,
        size / median(ours),
        size / median(theirs),
        ratio,
        ratio >= 0.8 ? "met" : "missed");
    return ratio >= 0.8;
  }

  private interface Work {
    void run() throws Exception;
  }

  private static double seconds(Work work) throws Exception {
    long began = System.nanoTime();
    work.run();
    return (System.nanoTime() - began) / 1e9;
  }

  private void requireSame() throws IOException {
    if (Files.mismatch(file, target) >= 0) {
      throw new IllegalStateException("what was fetched is not what was sent");
    }
    Files.delete(target);
  }

  /** Bytes that differ from part to part, so that a part in the wrong place is noticed. */
  private static void fill(Path file, long bytes) throws IOException {
    Random random = new Random(1);
    byte[] block = new byte[(int) MEBIBYTE];
    try (OutputStream output = Files.newOutputStream(file)) {
      for (long written = 0; written < bytes; written += block.length) {
        random.nextBytes(block);
        output.write(block);
      }
    }
  }

  private static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }
}
