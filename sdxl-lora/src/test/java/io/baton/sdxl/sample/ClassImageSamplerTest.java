package io.baton.sdxl.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.baton.sdxl.command.TinyModel;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.image.ImageSize;
import io.baton.sdxl.model.ComputeType;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.progress.ProgressEvent;
import io.baton.sdxl.progress.ProgressEvent.ImageWritten;
import io.baton.sdxl.progress.ProgressListener;
import io.baton.sdxl.torch.TorchRuntime;
import io.baton.sdxl.torch.TorchSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassImageSamplerTest {

  private static final int WANTED = 5;

  @TempDir Path directory;

  @Test
  void what_is_missing_is_drawn_as_if_nothing_had_been_interrupted() throws IOException {
    sampler(1, event -> {}).generate(directory, 0, WANTED);
    List<String> all = names();
    assertThat(all).hasSize(WANTED).allMatch(name -> name.matches("\\d-[0-9a-f]{40}\\.png"));

    Files.delete(directory.resolve(all.get(3)));
    Files.delete(directory.resolve(all.get(4)));
    List<ProgressEvent> events = new ArrayList<>();
    sampler(1, events::add).generate(directory, 3, 2);

    assertThat(names()).isEqualTo(all);
    assertThat(events.stream().filter(ImageWritten.class::isInstance))
        .containsExactly(
            new ImageWritten(1, 2, directory.resolve(all.get(3)).toAbsolutePath()),
            new ImageWritten(2, 2, directory.resolve(all.get(4)).toAbsolutePath()));
  }

  @Test
  void another_seed_draws_other_images() throws IOException {
    sampler(1, event -> {}).generate(directory, 0, 1);
    sampler(2, event -> {}).generate(directory, 0, 1);
    assertThat(names()).hasSize(2);
  }

  @Test
  void half_precision_is_refused_on_a_cpu() {
    assertThatThrownBy(() -> sampler(Optional.of(ComputeType.FLOAT16), 1, event -> {}))
        .isInstanceOf(TrainingFailure.class)
        .hasMessage("--prior_generation_precision fp16 needs a GPU; use bf16 or fp32 on a CPU.");
  }

  private static ClassImageSampler sampler(long seed, ProgressListener listener) {
    return sampler(Optional.empty(), seed, listener);
  }

  private static ClassImageSampler sampler(
      Optional<ComputeType> type, long seed, ProgressListener listener) {
    return new ClassImageSampler(
        TorchRuntime.start(new TorchSettings(1)),
        Device.cpu(),
        ModelDirectory.open(TinyModel.directory(), Optional.empty()),
        type,
        new SampleOptions(
            "a photo of a cat",
            Optional.empty(),
            1,
            new ImageSize(16, 16),
            2,
            5,
            SchedulerKind.EULER),
        2,
        seed,
        listener);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }
}
