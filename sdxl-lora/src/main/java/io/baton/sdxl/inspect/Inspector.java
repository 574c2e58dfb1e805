package io.baton.sdxl.inspect;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.lorafile.LoraWeights;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.safetensors.SafetensorsFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Finds out what a file or directory is. */
public final class Inspector {

  private static final String PROGRESS = "progress.json";
  private static final String LORA = "pytorch_lora_weights.safetensors";

  private Inspector() {}

  /**
   * Reads all of it.
   *
   * @param variant of a model's weight files
   * @throws TrainingFailure with {@code NO_INPUT} when there is nothing of a known kind, with
   *     {@code BAD_INPUT} when it cannot be read at all
   */
  public static Report inspect(Path path, Optional<String> variant) {
    if (Files.isDirectory(path)) {
      return directory(path, variant);
    }
    if (LoraWeights.isOne(path)) {
      return LoraReport.of(path);
    }
    try (SafetensorsFile file = SafetensorsFile.open(path)) {
      return ModelDirectory.isSingleFile(file)
          ? ModelReport.of(path, variant)
          : TensorsReport.of(path, file);
    }
  }

  private static Report directory(Path path, Optional<String> variant) {
    if (Files.exists(path.resolve(PROGRESS))) {
      return CheckpointReport.of(path);
    }
    if (LoraWeights.isOne(path)) {
      return LoraReport.of(path);
    }
    if (Files.exists(path.resolve("model_index.json"))) {
      return ModelReport.of(path, variant);
    }
    if (Files.exists(path.resolve(LORA)) || !OutputReport.checkpoints(path).isEmpty()) {
      return OutputReport.of(path);
    }
    throw new TrainingFailure(
        FailureCode.NO_INPUT,
        "%s is neither a model (model_index.json), a checkpoint (%s), an output directory (%s, checkpoint-N) nor an adapter of peft's (adapter_model.safetensors); name one of these or a file."
            .formatted(path, PROGRESS, LORA));
  }
}
