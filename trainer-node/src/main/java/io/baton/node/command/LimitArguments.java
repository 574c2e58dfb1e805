package io.baton.node.command;

import io.baton.node.trainer.TrainerLimits;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Options of what the node's work may use of the machine. */
final class LimitArguments {
  @Option(
      names = "--trainer-threads",
      paramLabel = "N",
      defaultValue = "${env:BATON_TRAINER_THREADS}",
      description =
          "Threads that the trainer computes with (BATON_TRAINER_THREADS). Default: as many as it"
              + " chooses")
  private Integer threads;

  @Option(
      names = "--trainer-nice",
      paramLabel = "N",
      defaultValue = "${env:BATON_TRAINER_NICE:-0}",
      description =
          "How far the trainer stands back for other processes, 0 to 19 (BATON_TRAINER_NICE)."
              + " Default: 0")
  private int nice;

  @Option(
      names = "--trainer-memory-bytes",
      paramLabel = "BYTES",
      converter = ByteCount.class,
      defaultValue = "${env:BATON_TRAINER_MEMORY_BYTES}",
      description =
          "Memory for data of each of the trainer's processes (BATON_TRAINER_MEMORY_BYTES). Default:"
              + " as much as there is")
  private Long memoryBytes;

  @Option(
      names = "--min-free-disk-bytes",
      paramLabel = "BYTES",
      converter = ByteCount.class,
      defaultValue = "${env:BATON_MIN_FREE_DISK_BYTES:-1G}",
      description =
          "With less left on the work directory's disk the node takes no job"
              + " (BATON_MIN_FREE_DISK_BYTES). Default: 1G")
  private Long minFreeDiskBytes;

  TrainerLimits limits() {
    return new TrainerLimits(
        Optional.ofNullable(threads), nice, Optional.ofNullable(memoryBytes), Map.of());
  }

  long minFreeDiskBytes() {
    return minFreeDiskBytes;
  }
}
