package io.baton.sdxl.sample;

import ai.djl.ndarray.NDManager;
import java.util.List;

/** What turns texts into what the UNet sees. */
@FunctionalInterface
public interface PromptEncoder {

  /**
   * Encodes texts.
   *
   * @param scope owns the results
   * @return one a text, in the same order
   */
  List<TextEmbedding> encode(NDManager scope, List<String> texts);
}
