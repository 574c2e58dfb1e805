package io.baton.sync.codec;

import io.baton.sync.manifest.EncodedAs;
import io.baton.sync.manifest.Encoding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;

/** What encoding files gives and costs: see {@code checkpoint-sync/bench/compression}. */
public final class CompressionBench {
  private static final int ROUNDS = 5;

  private CompressionBench() {}

  /** A row of the table for each file. */
  public static void main(String[] files) throws Exception {
    System.out.println(
        "| file | MB | zstd alone | sorted | encoding MB/s | decoding MB/s | pays below Mbit/s |");
    System.out.println("| --- | --- | --- | --- | --- | --- | --- |");
    Path scratch = Files.createTempDirectory("compression-bench");
    try {
      for (String file : files) {
        System.out.println(row(Path.of(file), scratch));
      }
    } finally {
      for (Path each : new Path[] {scratch.resolve("encoded"), scratch.resolve("file"), scratch}) {
        Files.deleteIfExists(each);
      }
    }
  }

  private static String row(Path file, Path scratch) throws Exception {
    Path encoded = scratch.resolve("encoded");
    FileEncoder encoder = new FileEncoder();
    long size = Files.size(file);
    double alone = (double) encoder.encode(Encoding.ZSTD, file, encoded).size() / size;
    double[] encoding = new double[ROUNDS];
    double[] decoding = new double[ROUNDS];
    EncodedAs object = null;
    for (int round = 0; round < ROUNDS; round++) {
      long began = System.nanoTime();
      object = encoder.encode(Encoding.SHUFFLED_ZSTD, file, encoded);
      encoding[round] = size / 1e6 / ((System.nanoTime() - began) / 1e9);
      began = System.nanoTime();
      FileDecoder.decode(Encoding.SHUFFLED_ZSTD, encoded, scratch.resolve("file"), size);
      decoding[round] = size / 1e6 / ((System.nanoTime() - began) / 1e9);
    }
    requireSame(file, scratch.resolve("file"));
    double share = (double) object.size() / size;
    return String.format(
        Locale.ROOT,
        "| %s | %.1f | %.3f | %.3f | %.0f | %.0f | %.0f |",
        file.getParent().getParent().getFileName() + "/" + file.getFileName(),
        size / 1e6,
        alone,
        share,
        median(encoding),
        median(decoding),
        CompressionDecision.paysBelow(share, median(encoding)) * 8);
  }

  private static void requireSame(Path file, Path decoded) throws IOException {
    if (Files.mismatch(file, decoded) >= 0) {
      throw new IllegalStateException(file + " does not come back");
    }
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
