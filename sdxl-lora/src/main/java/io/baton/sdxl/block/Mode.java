package io.baton.sdxl.block;

/** What a block is computed for. */
public enum Mode {
  /** Learning: with dropout where the adapters have it. */
  TRAINING,
  /** Use: without. */
  INFERENCE
}
