package io.baton.sdxl.sample;

import ai.djl.ndarray.NDArray;

/**
 * A text as the UNet sees it, in 32 bits.
 *
 * @param hiddenStates [1, tokens, features of both encoders]
 * @param pooled [1, features of the second encoder's projection]
 */
public record TextEmbedding(NDArray hiddenStates, NDArray pooled) {

  /** What stands for no text at all: zeros of the same shape, in the same manager. */
  public TextEmbedding zeros() {
    return new TextEmbedding(hiddenStates.zerosLike(), pooled.zerosLike());
  }
}
