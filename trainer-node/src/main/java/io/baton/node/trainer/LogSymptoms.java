package io.baton.node.trainer;

import io.baton.protocol.work.FailureClass;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What went wrong, by what torch, DJL, CUDA, Java, Python and the C library print when it does. The
 * surest symptoms are looked for first.
 */
enum LogSymptoms {
  GPU_MEMORY(
      FailureClass.GPU_OUT_OF_MEMORY,
      "not enough GPU memory",
      "(CUDA|HIP|XPU|MPS backend) out of memory",
      "CUDA (driver )?error: out of memory",
      "CUDA_ERROR_OUT_OF_MEMORY",
      "torch\\.(cuda\\.)?OutOfMemoryError",
      "(CUBLAS|CUDNN|CUSPARSE)_STATUS_ALLOC_FAILED"),
  HOST_MEMORY(
      FailureClass.HOST_OUT_OF_MEMORY,
      "java\\.lang\\.OutOfMemoryError",
      "insufficient memory for the Java Runtime",
      "(can't|[Cc]annot) allocate memory",
      "std::bad_alloc",
      "\\b_?(Array)?MemoryError\\b",
      "insufficient shared memory"),
  DISK(
      FailureClass.DISK_FULL,
      "No space left on device",
      "Disk quota exceeded",
      "kind: StorageFull",
      "PytorchStreamWriter failed writing"),
  NO_GPU(
      FailureClass.NODE_MISCONFIGURED,
      "Found no NVIDIA driver",
      "No CUDA GPUs are available",
      "Torch not compiled with CUDA enabled",
      "no CUDA-capable device is detected",
      "CUDA driver version is insufficient"),
  GPU(
      FailureClass.GPU_ERROR,
      "CUDA (driver |unknown )?error",
      "HIP error",
      "CUDA_ERROR_[A-Z]",
      "cuDNN error",
      "(CUBLAS|CUDNN|CUSPARSE|CUFFT|CURAND)_STATUS_[A-Z]",
      "NCCL (error|WARN Cuda failure)",
      "Unable to determine the device handle for (GPU|gpu)"),
  MEMORY(FailureClass.OUT_OF_MEMORY, "(?i)out of memory");

  /** Libraries warn of what they then do without. */
  private static final Pattern WARNING = Pattern.compile("Warning:|\\bWARN(ING)?\\b(?! Cuda)");

  private final FailureClass failureClass;
  private final Pattern words;

  LogSymptoms(FailureClass failureClass, String... words) {
    this.failureClass = failureClass;
    this.words = Pattern.compile(String.join("|", words));
  }

  /** What the lines tell of, with the last line that does. */
  static Optional<Found> in(List<String> lines) {
    for (LogSymptoms symptom : values()) {
      Optional<String> line =
          lines.stream()
              .filter(each -> symptom.words.matcher(each).find() && !WARNING.matcher(each).find())
              .reduce((earlier, later) -> later);
      if (line.isPresent()) {
        return Optional.of(new Found(symptom.failureClass, line.get().strip()));
      }
    }
    return Optional.empty();
  }

  /** A failure and the line that tells of it. */
  record Found(FailureClass failureClass, String line) {}
}
