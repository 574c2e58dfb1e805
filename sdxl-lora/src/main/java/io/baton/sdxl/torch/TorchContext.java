package io.baton.sdxl.torch;

import ai.djl.pytorch.jni.LibUtils;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.List;

/** libtorch's settings of the whole process ({@code at::Context}), for which DJL has no calls. */
final class TorchContext {

  private TorchContext() {}

  /**
   * Calls a setter.
   *
   * @param symbol its mangled name
   * @param values its parameters
   */
  static void set(String symbol, boolean... values) {
    NativeLibrary libtorch =
        NativeLibrary.getInstance(
            LibUtils.getLibtorchPath() + "/" + System.mapLibraryName("torch_cpu"));
    List<Object> arguments = new ArrayList<>();
    arguments.add(
        (Pointer)
            libtorch.getFunction("_ZN2at13globalContextEv").invoke(Pointer.class, new Object[0]));
    for (boolean value : values) {
      arguments.add(value ? 1 : 0);
    }
    libtorch.getFunction(symbol).invokeVoid(arguments.toArray());
  }
}
