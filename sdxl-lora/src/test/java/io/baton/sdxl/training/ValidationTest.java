package io.baton.sdxl.training;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import io.baton.sdxl.dataset.ImageWorkers;
import io.baton.sdxl.lorafile.LoraFile;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.progress.ProgressEvent.CheckpointWritten;
import io.baton.sdxl.progress.ProgressEvent.DenoisingStepDone;
import io.baton.sdxl.progress.ProgressEvent.Done;
import io.baton.sdxl.progress.ProgressEvent.Remark;
import io.baton.sdxl.progress.ProgressEvent.ValidationImageWritten;
import io.baton.sdxl.sample.SchedulerKind;
import io.baton.sdxl.torch.TorchRuntime;
import io.baton.sdxl.torch.TorchSettings;
import io.baton.sdxl.training.options.LossOptions;
import io.baton.sdxl.training.options.TrainingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An epoch of the small run has two steps; images are drawn after steps 2, 6 and 7, the last. */
class ValidationTest {

  @TempDir static Path plain;
  @TempDir static Path watched;
  @TempDir Path output;

  private static RecordedProgress progress;

  @BeforeAll
  static void train_with_and_without_images() {
    SmallRun.into(plain).run();
    progress = SmallRun.into(watched).validate(1, 2).run();
  }

  @Test
  void images_are_drawn_after_the_first_epoch_then_every_so_many_and_at_the_end() {
    assertThat(progress.of(ValidationImageWritten.class))
        .extracting(ValidationImageWritten::step)
        .containsExactly(2L, 6L, 7L);
    assertThat(progress.of(ValidationImageWritten.class))
        .allSatisfy(image -> assertThat(image.path()).isAbsolute().isRegularFile());
    assertThat(progress.of(DenoisingStepDone.class)).hasSize(3 * 2);
    assertThat(progress.last()).isInstanceOf(Done.class);
  }

  @Test
  void what_is_drawn_changes_as_the_lora_learns() throws IOException {
    assertThat(image(watched, 7)).isNotEqualTo(image(watched, 2));
  }

  @Test
  void the_lora_is_the_same_with_images_and_without() throws IOException {
    assertThat(watched.resolve(LoraFile.NAME)).hasSameBinaryContentAs(plain.resolve(LoraFile.NAME));
  }

  @ParameterizedTest
  @CsvSource({
    "4", // while the image after step 2 is drawn; three micro-steps come before
    "6" // in the epoch after
  })
  void a_run_that_is_interrupted_draws_the_same_images_and_ends_with_the_same_bytes(int queries)
      throws IOException {
    SmallRun first = SmallRun.into(output).checkpointEvery(2, OptionalInt.empty());
    RecordedProgress stopped = first.validate(1, 2).run(new StopAfter(queries));
    assertThat(stopped.of(Done.class)).isEmpty();
    assertThat(stopped.of(CheckpointWritten.class)).isNotEmpty();

    SmallRun.into(output).checkpointEvery(2, OptionalInt.empty()).validate(1, 2).resume().run();

    assertThat(output.resolve(LoraFile.NAME)).hasSameBinaryContentAs(plain.resolve(LoraFile.NAME));
    for (long step : List.of(2L, 6L, 7L)) {
      assertThat(image(output, step)).isEqualTo(image(watched, step));
    }
  }

  @Test
  void images_every_so_many_steps_come_of_a_seed_of_their_own_whatever_was_drawn_before()
      throws IOException {
    SmallRun whole = SmallRun.into(output.resolve("whole")).validateEvery(3, 5);
    assertThat(whole.run().of(ValidationImageWritten.class))
        .extracting(ValidationImageWritten::step)
        .containsExactly(3L, 6L, 7L);
    Path resumed = output.resolve("resumed");
    SmallRun.into(resumed)
        .checkpointEvery(2, OptionalInt.empty())
        .validateEvery(3, 5)
        .run(new StopAfter(9));
    RecordedProgress rest =
        SmallRun.into(resumed)
            .checkpointEvery(2, OptionalInt.empty())
            .validateEvery(3, 5, 6L)
            .resume()
            .run();

    assertThat(rest.of(ValidationImageWritten.class))
        .extracting(ValidationImageWritten::step)
        .doesNotContain(6L)
        .contains(7L);
    assertThat(image(resumed, 7)).isEqualTo(image(output.resolve("whole"), 7));
    assertThat(image(resumed, 7)).isNotEqualTo(image(watched, 7));
    for (Path lora : List.of(resumed, output.resolve("whole"))) {
      assertThat(lora.resolve(LoraFile.NAME)).hasSameBinaryContentAs(plain.resolve(LoraFile.NAME));
    }
  }

  @Test
  void nothing_of_it_stays_in_memory() throws IOException {
    TrainingOptions options = SmallRun.into(output).validate(2, 1).options();
    try (ImageWorkers workers = ImageWorkers.start(0);
        LoadedRun run =
            LoadedRun.load(
                TorchRuntime.start(TorchSettings.defaults()),
                options.model().open(),
                options,
                TrainingData.load(options, Optional.empty(), workers),
                Optional.empty(),
                1)) {
      int tensors = run.liveTensors();
      try (NDManager scope = run.newScope()) {
        run.validation()
            .orElseThrow()
            .run(scope, output, 1, new RecordedProgress(), new StopRequest());
        assertThat(scope.getManagedArrays()).isEmpty();
      }
      assertThat(run.liveTensors()).isEqualTo(tensors);
      assertThat(image(output, 1)).isNotEmpty();
    }
  }

  @Test
  void what_is_trained_in_edm_style_is_drawn_with_euler() {
    SmallRun run = SmallRun.into(output).validate(1, 1);
    ModelDirectory model = run.options().model().open();
    assertThat(run.options().sampled(model).orElseThrow().scheduler())
        .isEqualTo(SchedulerKind.DPM_SOLVER_2M);
    run.loss(new LossOptions(OptionalDouble.empty(), true, 0));
    assertThat(run.options().sampled(model).orElseThrow().scheduler())
        .isEqualTo(SchedulerKind.EULER);
  }

  @Test
  void images_that_cannot_be_written_do_not_end_the_run() throws IOException {
    Files.createFile(output.resolve("validation"));
    RecordedProgress run = SmallRun.into(output).steps(2).validate(1, 1).run();
    assertThat(run.of(Done.class)).hasSize(1);
    assertThat(run.of(Remark.class))
        .extracting(Remark::text)
        .anySatisfy(text -> assertThat(text).startsWith("could not draw the validation images"));
  }

  private static byte[] image(Path output, long step) throws IOException {
    return Files.readAllBytes(output.resolve("validation/step-%d/image-0.png".formatted(step)));
  }
}
