package io.baton.sync.cli;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import io.baton.sync.transfer.Bandwidth;
import io.baton.sync.transfer.TransferSettings;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** How objects travel. */
final class TransferOptions {
  private static final String JOURNAL = ".checkpoint-sync/transfers";
  private static final double MEGABYTE = 1e6;

  @Option(
      names = "--part-size",
      paramLabel = "MIB",
      defaultValue = "${env:CHECKPOINT_SYNC_PART_SIZE:-16}",
      description =
          "larger files travel in parts of so many MiB, 5 to 5120 (default: ${DEFAULT-VALUE};"
              + " CHECKPOINT_SYNC_PART_SIZE)")
  int partMebibytes;

  @Option(
      names = "--parallel-parts",
      paramLabel = "N",
      defaultValue = "${env:CHECKPOINT_SYNC_PARALLEL_PARTS:-4}",
      description =
          "how many parts travel at a time, 1 to 64 (default: ${DEFAULT-VALUE};"
              + " CHECKPOINT_SYNC_PARALLEL_PARTS)")
  int parallelParts;

  @Option(
      names = "--bandwidth",
      paramLabel = "MB",
      defaultValue = "${env:CHECKPOINT_SYNC_BANDWIDTH}",
      description =
          "how many megabytes a second may move, uploads and downloads together, such as 12.5; at"
              + " least 0.07 (default: no limit; CHECKPOINT_SYNC_BANDWIDTH)")
  Optional<Double> megabytesPerSecond = Optional.empty();

  private Optional<TransferSettings> settings = Optional.empty();

  /** The same for all of this process, so that the bandwidth is shared. */
  synchronized TransferSettings settings() {
    if (settings.isEmpty()) {
      settings = Optional.of(read());
    }
    return settings.get();
  }

  /** With a journal in the trainer's output directory, for a restart to go on. */
  TransferSettings settings(Path output) {
    return settings().journal(output.resolve(JOURNAL));
  }

  private TransferSettings read() {
    try {
      return TransferSettings.standard()
          .partBytes((long) partMebibytes << 20)
          .parallelParts(parallelParts)
          .bandwidth(
              megabytesPerSecond
                  .map(megabytes -> Bandwidth.of((long) (megabytes * MEGABYTE)))
                  .orElse(Bandwidth.unlimited()));
    } catch (IllegalArgumentException e) {
      throw new SyncException(
          SyncError.BAD_INPUT,
          "--part-size, --parallel-parts or --bandwidth: " + e.getMessage() + ".",
          e);
    }
  }
}
