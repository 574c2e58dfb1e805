package io.baton.sdxl.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.baton.sdxl.dataset.EpochPlan;
import io.baton.sdxl.dataset.EpochPlan.MicroStep;
import io.baton.sdxl.dataset.ImageWorkers;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.torch.TorchRuntime;
import io.baton.sdxl.torch.TorchSettings;
import io.baton.sdxl.training.options.AdapterOptions;
import io.baton.sdxl.training.options.TrainingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MemoryTest {

  private static final int WARM_UP = 40;
  private static final int MICRO_STEPS = 100;

  /** A micro-step's activations alone are some megabytes. */
  private static final long ALLOWED_GROWTH_BYTES = 16L << 20;

  private static final long PAGE_BYTES = 4096;

  @TempDir Path output;

  @Test
  void a_hundred_micro_steps_take_no_more_memory_than_a_few() throws IOException {
    TrainingOptions options =
        SmallRun.into(output).images(squares()).resolution(64).batches(1, 2).options();
    TorchRuntime torch = TorchRuntime.start(TorchSettings.defaults());
    ModelDirectory model = options.model().open();
    try (ImageWorkers workers = ImageWorkers.start(0)) {
      TrainingData data = TrainingData.load(options, Optional.empty(), workers);
      requireConstantMemory(torch, model, options, data);
    }
  }

  private static void requireConstantMemory(
      TorchRuntime torch, ModelDirectory model, TrainingOptions options, TrainingData data)
      throws IOException {
    EpochPlan plan = data.plan();
    try (LoadedRun run = LoadedRun.load(torch, model, options, data, Optional.empty(), 1)) {
      train(run, plan, 0, WARM_UP);
      int tensors = run.liveTensors();
      long resident = nativeBytes();

      train(run, plan, WARM_UP, WARM_UP + MICRO_STEPS);

      assertThat(run.liveTensors()).isEqualTo(tensors);
      assertThat(nativeBytes() - resident).isLessThan(ALLOWED_GROWTH_BYTES);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void micro_steps_of_all_that_can_be_trained_leave_no_tensor_behind(boolean checkpointing)
      throws IOException {
    SmallRun all =
        SmallRun.into(output)
            .images(squares())
            .batches(2, 2)
            .adapters(new AdapterOptions(2, 3, 0.2, true, OptionalDouble.of(4)))
            .trainTextEncoders();
    TrainingOptions options = (checkpointing ? all.gradientCheckpointing() : all).options();
    TorchRuntime torch = TorchRuntime.start(TorchSettings.defaults());
    try (ImageWorkers workers = ImageWorkers.start(0)) {
      TrainingData data = TrainingData.load(options, Optional.empty(), workers);
      ModelDirectory model = options.model().open();
      try (LoadedRun run = LoadedRun.load(torch, model, options, data, Optional.empty(), 1)) {
        train(run, data.plan(), 0, 4);
        int tensors = run.liveTensors();
        train(run, data.plan(), 4, 8);
        assertThat(run.liveTensors()).isEqualTo(tensors);
      }
    }
  }

  /** Square images have one crop, so that the cache of latents is soon full. */
  private Path squares() throws IOException {
    Path directory = Files.createDirectory(output.resolve("images"));
    for (String name : new String[] {"chelsea-02-head.jpg", "chelsea-03-face.jpg"}) {
      Files.copy(Path.of("../samples/chelsea").resolve(name), directory.resolve(name));
    }
    return directory;
  }

  private static void train(LoadedRun run, EpochPlan plan, int from, int to) {
    for (int index = from; index < to; index++) {
      MicroStep microStep = plan.microStep(index);
      try (NDManager scope = run.newScope()) {
        run.drawDropout(index);
        run.learner().accumulate(scope, run.batches().batch(scope, microStep), 2);
        if (microStep.update()) {
          run.learner().step(scope, 1e-4, index + 1);
        }
      }
    }
  }

  /** Of the process, without the Java heap, whose size is the collector's choice. */
  private static long nativeBytes() throws IOException {
    // Arrays that came from Java lie in buffers that only the collector frees.
    System.gc();
    long heap = Runtime.getRuntime().totalMemory();
    String[] pages = Files.readString(Path.of("/proc/self/statm")).split(" ", 3);
    return Long.parseLong(pages[1]) * PAGE_BYTES - heap;
  }
}
