package io.baton.sdxl.block;

import ai.djl.ndarray.NDArray;
import io.baton.sdxl.torch.ScriptLibrary;
import java.util.List;

/** A part of a network that is computed by one call and, when checkpointing, computed twice. */
public interface Block {

  /**
   * The name of the method that computes it, added to {@code library}. Its parameters are the
   * block's inputs, its weights as a list and its adapters as a list; no list where there are none.
   */
  String script(ScriptLibrary library, Mode mode);

  /** Frozen tensors, in the order that the script takes them. */
  List<NDArray> weights();

  /** The tensors of the adapters, in the order that the script takes them. */
  List<NDArray> adapters();
}
