package io.baton.sdxl.unet;

/** What a forward pass keeps for its backward pass. */
public enum Checkpointing {
  /** Everything that the gradients need. */
  NONE,
  /**
   * Only what flows between the blocks; each block (resnet, transformer block, …) is computed again
   * when its gradients are due. Less memory for about a third more time; the gradients are the
   * same, bit for bit.
   */
  BLOCKS
}
