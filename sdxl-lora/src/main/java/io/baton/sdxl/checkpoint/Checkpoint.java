package io.baton.sdxl.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.lorafile.LoraFile;
import io.baton.sdxl.optimizer.StateScalar;
import io.baton.sdxl.safetensors.SafetensorsFile;
import io.baton.sdxl.safetensors.TensorInfo;
import io.baton.sdxl.safetensors.TensorType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A complete checkpoint whose files have been verified against their checksums. */
public final class Checkpoint {

  static final String PROGRESS_FILE = "progress.json";
  static final String OPTIMIZER_FILE = "optimizer.safetensors";

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
    for (String needed : List.of(LoraFile.NAME, OPTIMIZER_FILE)) {
      if (!progress.crc32c().containsKey(needed)) {
        throw corrupt(directory, "it has no " + needed, null);
      }
    }
    progress.crc32c().forEach((name, expected) -> verify(directory, name, expected));
    return new Checkpoint(directory, progress);
  }

  private static void verify(Path directory, String name, String expected) {
    // A name is of a file in the directory, whatever the list of checksums says.
    Path file = directory.resolve(name);
    if (!directory.equals(file.getParent()) || !Files.isRegularFile(file)) {
      throw corrupt(directory, "it has no " + name, null);
    }
    try {
      if (!Checksums.of(file).equals(expected)) {
        throw corrupt(directory, name + " is not what was written", null);
      }
    } catch (IOException e) {
      throw TrainingFailure.ofInputOutput("reading " + file, e);
    }
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
   * Copies the checkpoint's tensors and scalars into a run's state.
   *
   * @throws TrainingFailure {@code BAD_INPUT} when they are not those of the run
   */
  public void restore(TrainingState state) {
    load(LoraFile.NAME, state.loras().stream().map(LoraState::row).toList());
    load(OPTIMIZER_FILE, state.optimizer());
    Set<String> expected =
        state.scalars().stream().map(StateScalar::name).collect(Collectors.toSet());
    if (!progress.scalars().keySet().equals(expected)) {
      throw unfit(
          "%s has the numbers %s, not %s"
              .formatted(PROGRESS_FILE, progress.scalars().keySet(), new TreeSet<>(expected)));
    }
    state.scalars().forEach(scalar -> scalar.set(progress.scalars().get(scalar.name())));
  }

  private void load(String name, List<StateRow> rows) {
    int expected = rows.stream().mapToInt(row -> row.tensors().size()).sum();
    try (SafetensorsFile file = SafetensorsFile.open(directory.resolve(name))) {
      if (file.tensors().size() != expected) {
        throw unfit("%s has %d tensors, not %d".formatted(name, file.tensors().size(), expected));
      }
      for (StateRow row : rows) {
        load(file, row);
      }
    }
  }

  private void load(SafetensorsFile file, StateRow row) {
    TensorType type = row.values().type();
    for (StateTensor tensor : row.tensors()) {
      TensorInfo info = file.tensors().get(tensor.key());
      if (info == null || info.type() != type || !info.shape().equals(tensor.shape())) {
        throw unfit(
            "%s has no %s of type %s and shape %s"
                .formatted(file.path().getFileName(), tensor.key(), type, tensor.shape()));
      }
      row.values().write(tensor.offset(), file.data(tensor.key()));
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
