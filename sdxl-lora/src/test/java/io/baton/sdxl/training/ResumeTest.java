package io.baton.sdxl.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.baton.sdxl.checkpoint.OutputDirectory;
import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.lorafile.LoraFile;
import io.baton.sdxl.progress.ProgressEvent.CheckpointWritten;
import io.baton.sdxl.progress.ProgressEvent.Done;
import io.baton.sdxl.progress.ProgressEvent.Remark;
import io.baton.sdxl.progress.ProgressEvent.Resumed;
import io.baton.sdxl.progress.ProgressEvent.StepDone;
import io.baton.sdxl.schedule.ScheduleKind;
import io.baton.sdxl.training.options.MixedPrecision;
import io.baton.sdxl.training.options.OptimizerChoice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResumeTest {

  @TempDir static Path shared;
  @TempDir Path output;

  private static byte[] undisturbed;
  private static RecordedProgress undisturbedProgress;

  @BeforeAll
  static void train_without_interruption() throws IOException {
    undisturbedProgress = SmallRun.into(shared).run();
    undisturbed = Files.readAllBytes(shared.resolve(LoraFile.NAME));
  }

  /**
   * Three batches an epoch, two accumulated: steps end after micro-steps 2, 3, 5, 6, 8, 9 and 11.
   */
  @ParameterizedTest
  @CsvSource({
    "2, 100", // after the first step
    "4, 100", // in the middle of an epoch and of accumulation
    "3, 1", // twice at the same place: the second time before anything was done
    "5, 4", // twice, the second time in the middle of accumulation
    "10, 100" // the last step has begun
  })
  void a_run_that_was_interrupted_ends_with_the_same_bytes(int first, int second)
      throws IOException {
    SmallRun.into(output).run(new StopAfter(first));
    RecordedProgress progress = SmallRun.into(output).resume().run(new StopAfter(second));
    assertThat(progress.of(Resumed.class)).hasSize(1);
    if (progress.of(Done.class).isEmpty()) {
      SmallRun.into(output).resume().run();
    }
    assertSameBytes();
  }

  @Test
  void a_run_that_was_stopped_before_its_first_step_has_nothing_to_keep() throws IOException {
    RecordedProgress progress = SmallRun.into(output).run(new StopAfter(1));
    assertThat(progress.of(CheckpointWritten.class)).isEmpty();
    assertThat(progress.of(Done.class)).isEmpty();

    SmallRun.into(output).resume().run();
    assertSameBytes();
  }

  @Test
  void a_resumed_run_tells_the_same_losses() {
    SmallRun.into(output).run(new StopAfter(5));
    RecordedProgress resumed = SmallRun.into(output).resume().run();

    List<Double> losses = losses(undisturbedProgress);
    assertThat(losses(resumed)).isEqualTo(losses.subList(3, losses.size()));
    assertThat(resumed.of(StepDone.class).get(0).step()).isEqualTo(4);
  }

  @Test
  void a_finished_run_that_is_resumed_writes_the_same_file_and_trains_no_further()
      throws IOException {
    SmallRun.into(output).run();
    RecordedProgress again = SmallRun.into(output).resume().run();
    assertThat(again.of(StepDone.class)).hasSize(1); // from checkpoint-6 to step 7
    assertSameBytes();
  }

  @Test
  void a_checkpoint_of_the_last_step_leaves_nothing_to_train() throws IOException {
    SmallRun.into(output).checkpointEvery(7, OptionalInt.empty()).run();
    Files.delete(output.resolve(LoraFile.NAME));
    RecordedProgress again =
        SmallRun.into(output).checkpointEvery(7, OptionalInt.empty()).resume().run();
    assertThat(again.of(StepDone.class)).isEmpty();
    assertThat(again.of(Done.class)).hasSize(1);
    assertSameBytes();
  }

  @Test
  void only_the_newest_checkpoints_stay() {
    assertThat(OutputDirectory.open(shared).checkpoints().keySet()).containsExactly(3L, 6L);
  }

  @Test
  void a_drawn_seed_is_kept_in_the_checkpoint() throws IOException {
    SmallRun.into(output).noSeed().run(new StopAfter(5));
    SmallRun.into(output).noSeed().resume().run();
    byte[] interrupted = Files.readAllBytes(output.resolve(LoraFile.NAME));

    long seed = io.baton.sdxl.checkpoint.Checkpoint.open(output.resolve("checkpoint-6")).seed();
    Path other = output.resolve("other");
    SmallRun.into(other).seed(seed).run();
    assertThat(Files.readAllBytes(other.resolve(LoraFile.NAME))).isEqualTo(interrupted);
    assertThat(interrupted).isNotEqualTo(undisturbed);
  }

  @Test
  void recomputing_activations_gives_the_same_bytes() throws IOException {
    SmallRun.into(output).gradientCheckpointing().run();
    assertSameBytes();
  }

  @Test
  void other_options_than_the_checkpoints_are_named_and_refused() {
    SmallRun.into(output).run(new StopAfter(3));
    assertRefused(
        SmallRun.into(output).resume().rank(8).learningRate(1e-4),
        FailureCode.USAGE,
        "--alpha is 8.0 here and 2.0 in the checkpoint, --learning_rate is 1.0E-4 here and 0.001 in"
            + " the checkpoint, --rank is 8 here and 2 in the checkpoint");
    assertRefused(
        SmallRun.into(output).resume().seed(12),
        FailureCode.USAGE,
        "--seed is 12 here and 11 in the checkpoint");
    assertRefused(
        SmallRun.into(output).resume().steps(8),
        FailureCode.USAGE,
        "--max_train_steps is 8 here and 7 in the checkpoint");
  }

  @Test
  void a_run_goes_on_with_other_options_when_told_and_says_which_they_are() {
    SmallRun.into(output).run(new StopAfter(3));
    RecordedProgress resumed =
        SmallRun.into(output).learningRate(1e-4).seed(12).resume().withOtherOptions().run();
    assertThat(resumed.of(Resumed.class)).hasSize(1);
    assertThat(resumed.of(Done.class)).hasSize(1);
    assertThat(resumed.of(Remark.class))
        .extracting(Remark::text)
        .contains(
            "--learning_rate is 1.0E-4 here and 0.001 in the checkpoint",
            "--seed is 12 here and 11 in the checkpoint");
  }

  @Test
  void what_a_checkpoint_is_made_of_cannot_change() {
    SmallRun.into(output).run(new StopAfter(3));
    assertRefused(
        SmallRun.into(output).rank(8).learningRate(1e-4).resume().withOtherOptions(),
        FailureCode.USAGE,
        "cannot be gone on from: --rank is 8 here and 2 in the checkpoint;");
    assertRefused(
        SmallRun.into(output)
            .optimizer(new OptimizerChoice.Adafactor())
            .resume()
            .withOtherOptions(),
        FailureCode.USAGE,
        "--optimizer is adafactor here and adamw in the checkpoint");
    assertRefused(
        SmallRun.into(output).precision(MixedPrecision.FP16).resume().withOtherOptions(),
        FailureCode.USAGE,
        "--mixed_precision is fp16 here and no in the checkpoint");
  }

  @Test
  void a_run_with_a_constant_rate_can_be_made_longer() throws IOException {
    SmallRun.into(output).schedule(ScheduleKind.CONSTANT).steps(3).run();
    SmallRun.into(output).schedule(ScheduleKind.CONSTANT).steps(5).resume().run();
    Path other = output.resolve("other");
    SmallRun.into(other).schedule(ScheduleKind.CONSTANT).steps(5).run();
    assertThat(other.resolve(LoraFile.NAME)).hasSameBinaryContentAs(output.resolve(LoraFile.NAME));
  }

  @Test
  void a_checkpoint_past_the_end_is_refused() {
    SmallRun.into(output).schedule(ScheduleKind.CONSTANT).steps(3).run();
    assertRefused(
        SmallRun.into(output).schedule(ScheduleKind.CONSTANT).steps(2).resume(),
        FailureCode.USAGE,
        "The checkpoint is at step 3, past the 2 steps of this run");
  }

  @Test
  void other_images_than_the_checkpoints_are_refused() throws IOException {
    SmallRun.into(output).run(new StopAfter(3));
    Path images = Files.createDirectory(output.resolve("images"));
    Files.copy(Path.of("../samples/chelsea/chelsea-03-face.jpg"), images.resolve("a.jpg"));
    assertRefused(
        SmallRun.into(output).images(images).resume(),
        FailureCode.USAGE,
        "the set of images and captions is");
  }

  @Test
  void a_damaged_checkpoint_is_refused() throws IOException {
    SmallRun.into(output).run(new StopAfter(3));
    Files.writeString(output.resolve("checkpoint-2/optimizer.safetensors"), "no tensors");
    assertRefused(SmallRun.into(output).resume(), FailureCode.BAD_INPUT, "checkpoint-2 is damaged");
  }

  @Test
  void a_run_does_not_start_anew_over_another_ones_checkpoints() {
    SmallRun.into(output).run(new StopAfter(3));
    assertRefused(SmallRun.into(output), FailureCode.USAGE, "holds checkpoint-2 of another run");
  }

  private void assertSameBytes() throws IOException {
    assertThat(Files.readAllBytes(output.resolve(LoraFile.NAME))).isEqualTo(undisturbed);
  }

  private static List<Double> losses(RecordedProgress progress) {
    return progress.of(StepDone.class).stream().map(StepDone::loss).toList();
  }

  private static void assertRefused(SmallRun run, FailureCode code, String message) {
    assertThatExceptionOfType(TrainingFailure.class)
        .isThrownBy(run::run)
        .satisfies(failure -> assertThat(failure.code()).isEqualTo(code))
        .withMessageContaining(message);
  }
}
