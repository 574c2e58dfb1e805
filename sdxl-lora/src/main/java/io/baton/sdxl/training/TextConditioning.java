package io.baton.sdxl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.List;

/** Captions as the UNet sees them. */
interface TextConditioning extends AutoCloseable {

  /**
   * The caption of a row that has none, because it was dropped. It is what the model's own pipeline
   * takes for no prompt at all: zeros where the model says {@code force_zeros_for_empty_prompt},
   * else the encoded empty text.
   */
  String NOTHING = "";

  /** Encodes a batch of captions; the tensors are {@code scope}'s. */
  Encoded encode(NDManager scope, List<String> captions);

  @Override
  void close();

  /**
   * A batch of captions, encoded.
   *
   * @param hiddenStates [B, 77, features of both encoders]
   * @param pooled [B, features of the second encoder's projection]
   * @param continuation behind the tensors
   */
  record Encoded(NDArray hiddenStates, NDArray pooled, Continuation continuation)
      implements AutoCloseable {

    /** Of frozen encoders: no gradients go on behind the tensors. */
    Encoded(NDArray hiddenStates, NDArray pooled) {
      this(hiddenStates, pooled, Continuation.NONE);
    }

    /**
     * Passes the gradients that have reached the tensors on to what is trained of the encoders.
     * Once an encoding.
     */
    void backward() {
      continuation.backward();
    }

    @Override
    public void close() {
      continuation.close();
    }
  }

  /** The backward pass behind an encoding. */
  interface Continuation extends AutoCloseable {

    Continuation NONE =
        new Continuation() {
          @Override
          public void backward() {
            // Nothing behind it is trained.
          }

          @Override
          public void close() {
            // Nothing is kept.
          }
        };

    void backward();

    @Override
    void close();
  }
}
