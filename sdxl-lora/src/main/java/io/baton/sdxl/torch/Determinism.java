package io.baton.sdxl.torch;

/**
 * libtorch's choice of algorithms whose results do not depend on the order in which threads of a
 * GPU happen to finish. On a CPU they are the only ones it has.
 *
 * <p>cuBLAS needs {@code CUBLAS_WORKSPACE_CONFIG} in the environment besides.
 */
final class Determinism {

  private Determinism() {}

  /**
   * From now on an operation without a deterministic algorithm is an error, in the whole process.
   */
  static void require() {
    // void Context::setDeterministicAlgorithms(bool deterministic, bool warnOnly)
    TorchContext.set("_ZN2at7Context26setDeterministicAlgorithmsEbb", true, false);
    // No operation here reads memory before it writes it: filling it first would be for nothing.
    TorchContext.set("_ZN2at7Context39setDeterministicFillUninitializedMemoryEb", false);
  }
}
