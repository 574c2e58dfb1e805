package io.baton.sdxl.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.baton.sdxl.checkpoint.StateCopy;
import io.baton.sdxl.checkpoint.TrainingState;
import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.progress.ProgressEvent.CheckpointWritten;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class CheckpointWriterTest {

  private final RecordedProgress progress = new RecordedProgress();
  private final Slow destination = new Slow();
  private final CheckpointWriter writer =
      new CheckpointWriter(
          () -> new TrainingState(List.of(), List.of(), List.of()).copy(), destination, progress);

  @Test
  void training_goes_on_while_a_checkpoint_is_written_and_is_told_when_it_is_in_place() {
    writer.write(5);
    writer.report();
    assertThat(progress.of(CheckpointWritten.class)).isEmpty();

    destination.goOn.countDown();
    writer.settle();

    assertThat(progress.of(CheckpointWritten.class))
        .containsExactly(new CheckpointWritten(5, Path.of("checkpoint-5")));
  }

  @Test
  void the_next_one_waits_for_the_one_before() {
    destination.goOn.countDown();
    writer.write(5);
    writer.write(10);
    assertThat(progress.of(CheckpointWritten.class)).hasSize(1);
    writer.close();
    assertThat(destination.written).containsExactly(5L, 10L);
    assertThat(progress.of(CheckpointWritten.class)).hasSize(2);
  }

  @Test
  void a_step_is_written_once() {
    destination.goOn.countDown();
    writer.write(5);
    writer.write(5);
    writer.close();
    assertThat(destination.written).containsExactly(5L);
  }

  @Test
  void what_goes_wrong_is_thrown_where_training_goes_on() {
    destination.failure = Optional.of(new TrainingFailure(FailureCode.DISK_FULL, "full"));
    destination.goOn.countDown();
    writer.write(5);
    assertThatExceptionOfType(TrainingFailure.class)
        .isThrownBy(() -> writer.write(6))
        .withMessage("full");
    assertThat(progress.of(CheckpointWritten.class)).isEmpty();
  }

  @Test
  void a_checkpoint_that_fails_at_the_end_fails_the_run() {
    destination.failure = Optional.of(new TrainingFailure(FailureCode.DISK_FULL, "full"));
    destination.goOn.countDown();
    writer.write(5);
    assertThatExceptionOfType(TrainingFailure.class).isThrownBy(writer::close).withMessage("full");
  }

  /** Writes nothing, and only when it may. */
  private static final class Slow implements CheckpointWriter.Destination {

    private final CountDownLatch goOn = new CountDownLatch(1);
    private final List<Long> written = new ArrayList<>();
    private Optional<TrainingFailure> failure = Optional.empty();

    @Override
    public boolean holds(long step) {
      return written.contains(step);
    }

    @Override
    public Path write(long step, StateCopy state) {
      try {
        goOn.await();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      failure.ifPresent(
          thrown -> {
            throw thrown;
          });
      written.add(step);
      return Path.of("checkpoint-" + step);
    }
  }
}
