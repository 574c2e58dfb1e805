package io.baton.sdxl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/** Captions as the UNet sees them. */
interface TextConditioning extends AutoCloseable {

  /** Encodes a batch of captions; the tensors are {@code scope}'s. */
  Encoded encode(NDManager scope, List<String> captions);

  @Override
  void close();

  /**
   * A batch of captions, encoded.
   *
   * @param hiddenStates [B, 77, features of both encoders]
   * @param pooled [B, features of the second encoder's projection]
   */
  record Encoded(NDArray hiddenStates, NDArray pooled) {}
}
