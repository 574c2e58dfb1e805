package io.baton.node.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.node.trainer.TrainerEnd.Failed;
import io.baton.node.trainer.TrainerEnd.Finished;
import io.baton.node.trainer.TrainerEnd.Interrupted;
import io.baton.protocol.work.FailureClass;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExitClassificationTest {

  @Test
  void status_0_is_the_end_of_the_training() {
    assertThat(silent(0)).isEqualTo(new Finished());
  }

  @ParameterizedTest
  @ValueSource(ints = {75, 130, 143})
  void stopped_trainer_is_no_failure(int status) {
    assertThat(silent(status)).isEqualTo(new Interrupted());
  }

  @ParameterizedTest
  @CsvSource({
    "64, BAD_INPUT",
    "65, BAD_INPUT",
    "66, BAD_INPUT",
    "74, DISK_FULL",
    "1, TRAINER_CRASH",
    "70, TRAINER_CRASH",
    "134, TRAINER_CRASH",
    "137, TRAINER_CRASH",
    "139, TRAINER_CRASH"
  })
  void exit_status_tells_whose_fault_it_is(int status, FailureClass failureClass) {
    assertThat(((Failed) silent(status)).failureClass()).isEqualTo(failureClass);
  }

  @ParameterizedTest
  @CsvSource({
    "usage, 64, BAD_INPUT", "bad-input, 65, BAD_INPUT", "no-input, 66, BAD_INPUT",
    "disk-full, 74, DISK_FULL", "out-of-memory, 1, OUT_OF_MEMORY", "internal, 70, TRAINER_CRASH",
    "bad-input, 1, BAD_INPUT"
  })
  void trainers_own_sentence_is_passed_on(String code, int status, FailureClass failureClass) {
    TrainerEvent.ErrorReported error =
        new TrainerEvent.ErrorReported(ErrorKind.ofCode(code).orElseThrow(), "One sentence.");

    assertThat(ExitClassification.of(status, Optional.of(error), false, List.of()))
        .isEqualTo(new Failed(failureClass, "One sentence."));
  }

  @Test
  void kill_while_the_kernel_lacked_memory_is_lack_of_memory() {
    Failed failed = (Failed) ExitClassification.of(137, Optional.empty(), true, List.of());

    assertThat(failed.failureClass()).isEqualTo(FailureClass.OUT_OF_MEMORY);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RuntimeError: CUDA out of memory. Tried to allocate 2.00 GiB",
        "Exception in thread \"main\" java.lang.OutOfMemoryError: Java heap space",
        "DefaultCPUAllocator: can't allocate memory: you tried to allocate 8 bytes"
      })
  void lack_of_memory_is_known_by_the_last_lines(String line) {
    Failed failed =
        (Failed) ExitClassification.of(1, Optional.empty(), false, List.of(line, "bye"));

    assertThat(failed.failureClass()).isEqualTo(FailureClass.OUT_OF_MEMORY);
  }

  @Test
  void crash_names_its_signal_and_the_last_line() {
    Failed failed =
        (Failed)
            ExitClassification.of(139, Optional.empty(), false, List.of("loading", "  oh  ", " "));

    assertThat(failed.message()).isEqualTo("The trainer died of signal SIGSEGV; in its log: oh");
  }

  @Test
  void error_is_quoted_rather_than_the_trace_below_it() {
    List<String> log =
        List.of("loading", "Exception in thread \"main\" java.lang.Oops: no", "\tat X.main", "bye");

    Failed failed = (Failed) ExitClassification.of(1, Optional.empty(), false, log);

    assertThat(failed.message())
        .isEqualTo(
            "The trainer ended with exit status 1; in its log: Exception in thread \"main\""
                + " java.lang.Oops: no");
  }

  private static TrainerEnd silent(int status) {
    return ExitClassification.of(status, Optional.empty(), false, List.of());
  }
}
