package io.baton.node.gpu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.node.config.ConfigException;
import io.baton.node.fixture.FakeNvidiaSmi;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a program that answers as nvidia-smi does; never with a real GPU. */
class NvidiaSmiTest {
  private static final Gpu A100 =
      new Gpu(0, "GPU-aaaa", "NVIDIA A100-SXM4-40GB", Optional.of(40960L << 20));
  private static final Gpu GB10 = new Gpu(1, "GPU-bbbb", "NVIDIA GB10", Optional.empty());

  @TempDir Path directory;

  @Test
  void gpus_have_name_and_memory() throws Exception {
    assertThat(
            gpus(0, "0, GPU-aaaa, NVIDIA A100-SXM4-40GB, 40960", "1, GPU-bbbb, NVIDIA GB10, [N/A]"))
        .containsExactly(A100, GB10);
  }

  @Test
  void line_that_is_no_gpu_is_left_out() throws Exception {
    assertThat(gpus(0, "No devices were found", "0, GPU-aaaa, NVIDIA A100-SXM4-40GB, 40960"))
        .containsExactly(A100);
  }

  @Test
  void driver_that_fails_has_no_gpus() throws Exception {
    assertThat(gpus(9, "0, GPU-aaaa, NVIDIA A100-SXM4-40GB, 40960")).isEmpty();
  }

  @Test
  void machine_without_the_program_has_no_gpus() throws Exception {
    assertThat(new NvidiaSmi(directory.resolve("none").toString()).gpus()).isEmpty();
  }

  @Test
  void wanted_gpu_is_the_only_one_that_the_trainer_sees() {
    GpuChoice choice = GpuChoice.of(List.of(A100, GB10), Optional.of(1), Optional.of("0"));

    assertThat(choice.gpu()).contains(GB10);
    assertThat(choice.trainerEnvironment())
        .isEqualTo(Map.of("CUDA_VISIBLE_DEVICES", "1", "CUDA_DEVICE_ORDER", "PCI_BUS_ID"));
  }

  @Test
  void without_a_wish_it_is_the_first_that_cuda_may_see() {
    assertThat(choose(Optional.empty())).contains(A100);
    assertThat(choose(Optional.of("1,0"))).contains(GB10);
    assertThat(choose(Optional.of("GPU-BB"))).contains(GB10);
    assertThat(choose(Optional.of(""))).isEmpty();
    assertThat(choose(Optional.of("-1"))).isEmpty();
  }

  @Test
  void wanted_gpu_that_is_not_there_is_told() {
    assertThatThrownBy(() -> GpuChoice.of(List.of(A100), Optional.of(3), Optional.empty()))
        .isInstanceOf(ConfigException.class)
        .hasMessage("There is no GPU 3; there are 0 (NVIDIA A100-SXM4-40GB).");
  }

  private static Optional<Gpu> choose(Optional<String> visible) {
    return GpuChoice.of(List.of(A100, GB10), Optional.empty(), visible).gpu();
  }

  private List<Gpu> gpus(int exitStatus, String... lines) throws Exception {
    return new NvidiaSmi(FakeNvidiaSmi.in(directory, exitStatus, lines).toString()).gpus();
  }
}
