package io.baton.sdxl.block;

import ai.djl.ndarray.NDArray;
import io.baton.sdxl.torch.ScriptLibrary;
import java.util.List;

/**
 * A block without adapters.
 *
 * @param kind what its method's name begins with
 * @param inputs the method's parameters before the weights, such as {@code x: Tensor}
 * @param body of the method; the weights are the list {@code w}
 * @param weights of the block
 */
public record FrozenBlock(String kind, String inputs, String body, List<NDArray> weights)
    implements Block {

  @Override
  public String script(ScriptLibrary library, Mode mode) {
    return library.add(kind, weights.isEmpty() ? inputs : inputs + ", w: List[Tensor]", body);
  }

  @Override
  public List<NDArray> adapters() {
    return List.of();
  }
}
