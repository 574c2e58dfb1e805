package io.baton.sdxl.training;

import java.nio.file.Path;

/** How a run ended that did not fail. */
public sealed interface Outcome {

  /** All steps are done and the LoRA is written. */
  record Completed(long step, Path lora) implements Outcome {}

  /** The run stopped when asked to; after a step there is a checkpoint of it. */
  record Stopped(long step) implements Outcome {}
}
