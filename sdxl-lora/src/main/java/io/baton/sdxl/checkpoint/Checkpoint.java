package io.baton.sdxl.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.lorafile.FlatFloats;
import io.baton.sdxl.lorafile.LoraFile;
import io.baton.sdxl.lorafile.LoraTensor;
import io.baton.sdxl.safetensors.SafetensorsFile;
import io.baton.sdxl.safetensors.TensorInfo;
import io.baton.sdxl.safetensors.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;

/** A complete checkpoint whose files have been verified against their digests. */
public final class Checkpoint {

  static final String PROGRESS_FILE = "progress.json";
  static final String OPTIMIZER_FILE = "optimizer.safetensors";
  static final String FIRST_MOMENT = "exp_avg";
  static final String SECOND_MOMENT = "exp_avg_sq";

  static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  private final Path directory;
  private final CheckpointProgress progress;

  private Checkpoint(Path directory, CheckpointProgress progress) {
    this.directory = directory;
    this.progress = progress;
  }

  /**
   * Opens and verifies a checkpoint.
   *
   * @throws TrainingFailure {@code BAD_INPUT} when a file lacks, is cut off or changed
   */
  public static Checkpoint open(Path directory) {
    CheckpointProgress progress = readProgress(directory);
    for (String name : new String[] {LoraFile.NAME, OPTIMIZER_FILE}) {
      String expected = progress.sha256().get(name);
      if (expected == null || !Files.isRegularFile(directory.resolve(name))) {
        throw corrupt(directory, "it has no " + name, null);
      }
      try {
        if (!Digests.sha256(directory.resolve(name)).equals(expected)) {
          throw corrupt(directory, name + " is not what was written", null);
        }
      } catch (IOException e) {
        throw TrainingFailure.ofInputOutput("reading " + directory.resolve(name), e);
      }
    }
    return new Checkpoint(directory, progress);
  }

  /** Optimizer steps done. */
  public long step() {
    return progress.step();
  }

  /** Number of the next micro-step. */
  public long microStep() {
    return progress.microStep();
  }

  public long seed() {
    return progress.seed();
  }

  public RunIdentity identity() {
    return new RunIdentity(progress.options());
  }

  /**
   * Copies the checkpoint's tensors into a run's state.
   *
   * @throws TrainingFailure {@code BAD_INPUT} when its tensors are not those of the layout
   */
  public void restore(TrainingState state) {
    try (SafetensorsFile file = SafetensorsFile.open(directory.resolve(LoraFile.NAME))) {
      expectTensors(file, state.layout().tensors().size());
      load(file, state, state.lora(), LoraTensor::key);
    }
    try (SafetensorsFile file = SafetensorsFile.open(directory.resolve(OPTIMIZER_FILE))) {
      expectTensors(file, 2 * state.layout().tensors().size());
      load(file, state, state.firstMoment(), tensor -> tensor.keyOf(FIRST_MOMENT));
      load(file, state, state.secondMoment(), tensor -> tensor.keyOf(SECOND_MOMENT));
    }
  }

  private void expectTensors(SafetensorsFile file, int expected) {
    if (file.tensors().size() != expected) {
      throw unfit(
          "%s has %d tensors, not %d"
              .formatted(file.path().getFileName(), file.tensors().size(), expected));
    }
  }

  private void load(
      SafetensorsFile file,
      TrainingState state,
      FlatFloats target,
      Function<LoraTensor, String> key) {
    for (LoraTensor tensor : state.layout().tensors()) {
      String name = key.apply(tensor);
      TensorInfo info = file.tensors().get(name);
      if (info == null || info.type() != TensorType.F32 || !info.shape().equals(tensor.shape())) {
        throw unfit("%s has no %s of that shape".formatted(file.path().getFileName(), name));
      }
      target.write(tensor.offset(), file.floats(name));
    }
  }

  private TrainingFailure unfit(String why) {
    return new TrainingFailure(
        FailureCode.BAD_INPUT,
        "The checkpoint %s does not fit the model: %s; train with the model that it was made with."
            .formatted(directory, why));
  }

  private static CheckpointProgress readProgress(Path directory) {
    Path file = directory.resolve(PROGRESS_FILE);
    if (!Files.isRegularFile(file)) {
      throw corrupt(directory, "it has no " + PROGRESS_FILE, null);
    }
    try {
      return JSON.readValue(file.toFile(), CheckpointProgress.class);
    } catch (JsonProcessingException e) {
      throw corrupt(directory, PROGRESS_FILE + " cannot be read", e);
    } catch (IOException e) {
      throw TrainingFailure.ofInputOutput("reading " + file, e);
    }
  }

  private static TrainingFailure corrupt(Path directory, String why, Exception cause) {
    return new TrainingFailure(
        FailureCode.BAD_INPUT,
        "The checkpoint %s is damaged: %s; delete that directory and resume from the one before it."
            .formatted(directory, why),
        cause);
  }
}
