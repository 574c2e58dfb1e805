package io.baton.protocol.job.command;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a command's words may leave open until a node runs them: its name between braces. */
public enum Placeholder {
  /** The directory with the dataset's files. */
  DATASET("dataset"),
  /** The directory of the base model. */
  BASE_MODEL("baseModel"),
  /** The directory that checkpoints and the finished files belong into. */
  OUTPUT("output"),
  /** The optimizer steps of the whole job. */
  TOTAL_STEPS("totalSteps"),
  /** Optimizer steps between checkpoints. */
  CHECKPOINTING_STEPS("checkpointingSteps"),
  /** The job's seed. */
  SEED("seed"),
  /** A word of its own: the resume words where there is a checkpoint, else nothing. */
  RESUME("resume"),
  /** In resume words: the directory of the checkpoint to go on from. */
  CHECKPOINT("checkpoint");

  private final String wireName;

  Placeholder(String wireName) {
    this.wireName = wireName;
  }

  /** As words have it. */
  public String text() {
    return "{" + wireName + "}";
  }

  static Optional<Placeholder> ofName(String name) {
    return Arrays.stream(values()).filter(each -> each.wireName.equals(name)).findFirst();
  }

  static String all() {
    return Arrays.stream(values()).map(Placeholder::text).collect(Collectors.joining(", "));
  }
}
