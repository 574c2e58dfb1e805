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

    assertThat(failed.failureClass()).isEqualTo(FailureClass.HOST_OUT_OF_MEMORY);
  }

  @Test
  void kill_of_a_process_of_the_trainer_is_lack_of_memory_only_where_the_kernel_counted_one() {
    List<String> log =
        List.of("RuntimeError: DataLoader worker (pid 7) is killed by signal: Killed. ");

    assertThat(failureClass(1, true, log)).isEqualTo(FailureClass.HOST_OUT_OF_MEMORY);
    assertThat(failureClass(1, false, log)).isEqualTo(FailureClass.TRAINER_CRASH);
    assertThat(failureClass(1, true, List.of("bye"))).isEqualTo(FailureClass.TRAINER_CRASH);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB. GPU 0 has a total"
            + " capacity of 23.64 GiB | GPU_OUT_OF_MEMORY",
        "torch.cuda.OutOfMemoryError: HIP out of memory. | GPU_OUT_OF_MEMORY",
        "RuntimeError: CUDA error: out of memory | GPU_OUT_OF_MEMORY",
        "RuntimeError: CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling `cublasCreate(handle)`"
            + " | GPU_OUT_OF_MEMORY",
        "ai.djl.engine.EngineException: CUDA out of memory. Tried to allocate 20.00 MiB"
            + " | GPU_OUT_OF_MEMORY",
        "Exception in thread \"main\" java.lang.OutOfMemoryError: Java heap space"
            + " | HOST_OUT_OF_MEMORY",
        "RuntimeError: [enforce fail at alloc_cpu.cpp:117] err == 0. DefaultCPUAllocator: can't"
            + " allocate memory: you tried to allocate 8 bytes. | HOST_OUT_OF_MEMORY",
        "OSError: [Errno 12] Cannot allocate memory | HOST_OUT_OF_MEMORY",
        "terminate called after throwing an instance of 'std::bad_alloc' | HOST_OUT_OF_MEMORY",
        "MemoryError | HOST_OUT_OF_MEMORY",
        "RuntimeError: DataLoader worker (pid 5) is killed by signal: Bus error. It is possible"
            + " that dataloader's workers are out of shared memory. | TRAINER_CRASH",
        "OSError: [Errno 28] No space left on device | DISK_FULL",
        "safetensors_rust.SafetensorError: Error while serializing: IoError(Os { code: 28, kind:"
            + " StorageFull, message: \"No space left on device\" }) | DISK_FULL",
        "RuntimeError: CUDA error: an illegal memory access was encountered | GPU_ERROR",
        "torch.AcceleratorError: CUDA error: uncorrectable ECC error encountered | GPU_ERROR",
        "RuntimeError: cuDNN error: CUDNN_STATUS_EXECUTION_FAILED | GPU_ERROR",
        "RuntimeError: CUDA error: CUBLAS_STATUS_EXECUTION_FAILED when calling x | GPU_ERROR",
        "RuntimeError: No CUDA GPUs are available | NODE_MISCONFIGURED",
        "UserWarning: CUDA initialization: Found no NVIDIA driver on your system | TRAINER_CRASH",
        "ValueError: something else | TRAINER_CRASH",
      })
  void last_lines_tell_what_failed(String line, FailureClass expected) {
    assertThat(failureClass(1, false, List.of("start", line, "bye"))).isEqualTo(expected);
  }

  @Test
  void line_that_tells_what_failed_is_quoted() {
    Failed failed =
        (Failed)
            ExitClassification.of(
                1, Optional.empty(), false, List.of("CUDA error: x", "SomeError: y"));

    assertThat(failed.message())
        .isEqualTo("The trainer ended with exit status 1; in its log: CUDA error: x");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "There is not enough GPU memory for this run; try less. | | GPU_OUT_OF_MEMORY",
        "There is not enough memory. | java.lang.OutOfMemoryError: Java heap | HOST_OUT_OF_MEMORY",
        "There is not enough memory. | | OUT_OF_MEMORY",
      })
  void trainer_that_lacks_memory_is_told_whose(
      String sentence, String line, FailureClass expected) {
    TrainerEvent.ErrorReported error =
        new TrainerEvent.ErrorReported(ErrorKind.OUT_OF_MEMORY, sentence);
    List<String> log = line == null ? List.of() : List.of(line);

    assertThat(ExitClassification.of(71, Optional.of(error), false, log))
        .isEqualTo(new Failed(expected, sentence));
  }

  private static FailureClass failureClass(int status, boolean killed, List<String> log) {
    return ((Failed) ExitClassification.of(status, Optional.empty(), killed, log)).failureClass();
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
