package io.baton.sdxl.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.sdxl.image.ResampleFilter;
import io.baton.sdxl.lorafile.LoraFile;
import io.baton.sdxl.progress.Phase;
import io.baton.sdxl.progress.ProgressEvent.ImageWritten;
import io.baton.sdxl.progress.ProgressEvent.PhaseStarted;
import io.baton.sdxl.training.options.FramingOptions;
import io.baton.sdxl.training.options.PriorOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClassImageRunTest {

  @TempDir Path directory;

  @Test
  void a_run_draws_the_class_images_that_are_missing_and_no_more() throws IOException {
    RecordedProgress first = run("first");
    assertThat(first.of(PhaseStarted.class))
        .extracting(PhaseStarted::phase)
        .startsWith(
            Phase.PREPARING_DATA,
            Phase.GENERATING_CLASS_IMAGES,
            Phase.PREPARING_DATA,
            Phase.LOADING_MODEL);
    assertThat(first.of(ImageWritten.class)).hasSize(3);
    List<Path> all = images();
    assertThat(all).hasSize(3);

    Files.delete(all.get(2));
    assertThat(run("second").of(ImageWritten.class))
        .containsExactly(new ImageWritten(1, 1, all.get(2).toAbsolutePath().normalize()));
    assertThat(images()).isEqualTo(all);
    assertThat(run("third").of(ImageWritten.class)).isEmpty();
    for (String later : new String[] {"second", "third"}) {
      assertThat(directory.resolve(later).resolve(LoraFile.NAME))
          .hasSameBinaryContentAs(directory.resolve("first").resolve(LoraFile.NAME));
    }
  }

  private RecordedProgress run(String name) {
    return SmallRun.into(directory.resolve(name))
        .framing(new FramingOptions(16, true, false, ResampleFilter.LANCZOS, Optional.empty()))
        .prior(
            new PriorOptions(
                directory.resolve("class"), "a photo of a cat", 3, 1, 2, Optional.empty()))
        .steps(1)
        .run();
  }

  private List<Path> images() throws IOException {
    try (Stream<Path> files = Files.list(directory.resolve("class"))) {
      return files.sorted().toList();
    }
  }
}
