package io.baton.sdxl.torch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;

/**
 * TorchScript methods, compiled. A method is one call into libtorch, so what it computes on the way
 * is freed as soon as neither a later statement nor a gradient needs it.
 */
public final class ScriptModule implements AutoCloseable {

  /** DJL runs the method that an input of this name stands for. */
  private static final String METHOD_PREFIX = "module_method:";

  private final PtSymbolBlock block;

  private ScriptModule(PtSymbolBlock block) {
    this.block = block;
  }

  /**
   * Compiles {@code methods} into one module, in which they can call each other.
   *
   * @throws ai.djl.engine.EngineException with libtorch's message when a method is not valid
   */
  public static ScriptModule compile(NDManager manager, Collection<ScriptMethod> methods) {
    try (ByteArrayInputStream archive = new ByteArrayInputStream(ScriptArchive.of(methods))) {
      return new ScriptModule(JniUtils.loadModule((PtNDManager) manager, archive, true, false));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Runs a method in the thread's {@link GradMode}.
   *
   * @param into owns the result
   * @param arguments in the order of the method's parameters: an {@link NDArray} for a {@code
   *     Tensor}, a list of them, not empty, for a {@code List[Tensor]}; no array may be in two
   *     arguments
   */
  public NDArray call(NDManager into, String method, Object... arguments) {
    NDList inputs = new NDList();
    // DJL gives the result to the first input's manager.
    NDArray selector = into.create("");
    selector.setName(METHOD_PREFIX + method);
    inputs.add(selector);
    for (int i = 0; i < arguments.length; i++) {
      if (arguments[i] instanceof NDArray tensor) {
        tensor.setName(null);
        inputs.add(tensor);
      } else {
        addList(inputs, "list" + i + "[]", (List<?>) arguments[i]);
      }
    }
    return IValueUtils.forward(block, inputs, true).singletonOrThrow();
  }

  // DJL makes one list of the inputs that share a name ending in [].
  private static void addList(NDList inputs, String name, List<?> tensors) {
    if (tensors.isEmpty()) {
      throw new IllegalArgumentException("an empty list cannot be passed to a script");
    }
    for (Object tensor : tensors) {
      NDArray array = (NDArray) tensor;
      array.setName(name);
      inputs.add(array);
    }
  }

  @Override
  public void close() {
    block.close();
  }
}
