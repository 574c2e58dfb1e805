package io.baton.sdxl.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import ai.djl.pytorch.jni.LibUtils;
import com.sun.jna.NativeLibrary;
import org.junit.jupiter.api.Test;

/** The settings are found by their names in libtorch, which another version may not have. */
class TorchContextTest {

  @Test
  void this_libtorch_has_the_settings_that_a_gpu_needs() {
    TorchRuntime torch = TorchRuntime.start(TorchSettings.defaults());
    assertThatCode(torch::allowTf32).doesNotThrowAnyException();
    NativeLibrary libtorch =
        NativeLibrary.getInstance(
            LibUtils.getLibtorchPath() + "/" + System.mapLibraryName("torch_cpu"));
    assertThat(libtorch.getFunction("_ZN2at7Context26setDeterministicAlgorithmsEbb")).isNotNull();
    assertThat(libtorch.getFunction("_ZN2at7Context39setDeterministicFillUninitializedMemoryEb"))
        .isNotNull();
  }
}
