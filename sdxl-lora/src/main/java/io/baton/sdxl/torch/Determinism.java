package io.baton.sdxl.torch;

import ai.djl.pytorch.jni.LibUtils;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;

/**
 * libtorch's choice of algorithms whose results do not depend on the order in which threads of a
 * GPU happen to finish. On a CPU they are the only ones it has.
 *
 * <p>DJL has no call for it, so this one goes to {@code at::Context} itself; cuBLAS needs {@code
 * CUBLAS_WORKSPACE_CONFIG} in the environment besides.
 */
final class Determinism {

  private static final Integer TRUE = 1;
  private static final Integer FALSE = 0;

  private Determinism() {}

  /**
   * From now on an operation without a deterministic algorithm is an error, in the whole process.
   */
  static void require() {
    NativeLibrary libtorch =
        NativeLibrary.getInstance(
            LibUtils.getLibtorchPath() + "/" + System.mapLibraryName("torch_cpu"));
    Pointer context =
        (Pointer)
            libtorch.getFunction("_ZN2at13globalContextEv").invoke(Pointer.class, new Object[0]);
    // void Context::setDeterministicAlgorithms(bool deterministic, bool warnOnly)
    libtorch
        .getFunction("_ZN2at7Context26setDeterministicAlgorithmsEbb")
        .invokeVoid(new Object[] {context, TRUE, FALSE});
    // No operation here reads memory before it writes it: filling it first would be for nothing.
    libtorch
        .getFunction("_ZN2at7Context39setDeterministicFillUninitializedMemoryEb")
        .invokeVoid(new Object[] {context, FALSE});
  }
}
