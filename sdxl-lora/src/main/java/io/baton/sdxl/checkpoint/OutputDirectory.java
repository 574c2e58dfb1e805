package io.baton.sdxl.checkpoint;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.lorafile.KohyaFile;
import io.baton.sdxl.lorafile.LoraFile;
import io.baton.sdxl.lorafile.LoraNotes;
import io.baton.sdxl.safetensors.SafetensorsWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The directory that a run writes to: {@code checkpoint-N/} and, at the end, the LoRA. Whatever has
 * its final name is complete and on the disk: all is written under a name that begins with a dot
 * first, then renamed.
 */
public final class OutputDirectory {

  private static final Pattern CHECKPOINT = Pattern.compile("checkpoint-(0|[1-9][0-9]{0,17})");
  private static final Pattern PARTIAL =
      Pattern.compile(
          "\\.(checkpoint-[0-9]+|%s|%s)\\.partial"
              .formatted(Pattern.quote(LoraFile.NAME), Pattern.quote(KohyaFile.NAME)));

  private final Path root;

  private OutputDirectory(Path root) {
    this.root = root;
  }

  /**
   * Opens the directory, makes it where it is not there, and removes what an interrupted write has
   * left.
   */
  public static OutputDirectory open(Path root) {
    Path absolute = root.toAbsolutePath().normalize();
    try {
      Files.createDirectories(absolute);
      try (Stream<Path> entries = Files.list(absolute)) {
        List<Path> leftovers =
            entries.filter(e -> PARTIAL.matcher(e.getFileName().toString()).matches()).toList();
        for (Path leftover : leftovers) {
          Directories.delete(leftover);
        }
      }
    } catch (IOException e) {
      throw TrainingFailure.ofInputOutput("preparing the output directory " + absolute, e);
    }
    return new OutputDirectory(absolute);
  }

  public Path loraFile() {
    return root.resolve(LoraFile.NAME);
  }

  /** The complete checkpoints by step. */
  public NavigableMap<Long, Path> checkpoints() {
    return checkpointsIn(root);
  }

  /** The complete checkpoints in a directory, which is left as it is, by step. */
  public static NavigableMap<Long, Path> checkpointsIn(Path root) {
    NavigableMap<Long, Path> found = new TreeMap<>();
    try (Stream<Path> entries = Files.list(root)) {
      entries
          .filter(Files::isDirectory)
          .forEach(
              entry -> {
                Matcher name = CHECKPOINT.matcher(entry.getFileName().toString());
                if (name.matches()) {
                  found.put(Long.parseLong(name.group(1)), entry);
                }
              });
    } catch (IOException e) {
      throw TrainingFailure.ofInputOutput("reading the output directory " + root, e);
    }
    return found;
  }

  /**
   * The checkpoint directory that a path or the last part of it names, as diffusers looks it up.
   */
  public Path find(String checkpoint) {
    Path given = Path.of(checkpoint);
    if (Files.isDirectory(given)) {
      return given;
    }
    Path name = given.getFileName();
    if (name != null && Files.isDirectory(root.resolve(name))) {
      return root.resolve(name);
    }
    throw new TrainingFailure(
        FailureCode.NO_INPUT,
        "There is no checkpoint %s; --resume_from_checkpoint takes 'latest' or one in %s."
            .formatted(checkpoint, root));
  }

  /**
   * Writes a checkpoint, then deletes the oldest past {@code limit}. Where the step has a
   * checkpoint already, that one stays.
   *
   * @return the checkpoint's directory
   */
  public Path writeCheckpoint(
      long step,
      long microStep,
      long seed,
      RunIdentity identity,
      StateCopy state,
      LoraNotes notes,
      OptionalInt limit) {
    Path target = root.resolve("checkpoint-" + step);
    if (!Files.isDirectory(target)) {
      Path partial = root.resolve(".checkpoint-" + step + ".partial");
      try {
        Directories.delete(partial);
        Files.createDirectory(partial);
        writeFiles(partial, step, microStep, seed, identity, state, notes);
        Directories.moveIntoPlace(partial, target);
      } catch (IOException e) {
        throw discarding(partial, "writing " + target, e);
      }
    }
    limit.ifPresent(this::prune);
    return target;
  }

  /** Writes the finished LoRA: kohya's file, then diffusers'. */
  public Path writeLora(StateCopy state, LoraNotes notes) {
    if (KohyaFile.names(state.loras())) {
      write(KohyaFile.NAME, file -> KohyaFile.write(file, state.loras(), notes));
    }
    return write(LoraFile.NAME, file -> LoraFile.write(file, state.loras(), notes.alpha()));
  }

  private interface FileContent {
    void writeTo(Path file) throws IOException;
  }

  private Path write(String name, FileContent content) {
    Path partial = root.resolve("." + name + ".partial");
    Path target = root.resolve(name);
    try {
      content.writeTo(partial);
      Directories.moveIntoPlace(partial, target);
      return target;
    } catch (IOException e) {
      throw discarding(partial, "writing " + target, e);
    }
  }

  private static void writeFiles(
      Path directory,
      long step,
      long microStep,
      long seed,
      RunIdentity identity,
      StateCopy state,
      LoraNotes notes)
      throws IOException {
    Path lora = directory.resolve(LoraFile.NAME);
    Path optimizer = directory.resolve(Checkpoint.OPTIMIZER_FILE);
    LoraFile.writeAsTrained(lora, state.loras(), notes.alpha());
    if (KohyaFile.names(state.loras())) {
      KohyaFile.write(directory.resolve(KohyaFile.NAME), state.loras(), notes);
    }
    SafetensorsWriter.write(optimizer, state.optimizer(), Map.of("format", "pt"));
    CheckpointProgress progress =
        new CheckpointProgress(
            CheckpointProgress.FORMAT,
            step,
            microStep,
            seed,
            state.scalars(),
            identity.options(),
            Checksums.ofFiles(directory));
    Path file = directory.resolve(Checkpoint.PROGRESS_FILE);
    Files.write(file, Checkpoint.JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(progress));
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.force(true);
    }
    Directories.sync(directory);
  }

  private void prune(int limit) {
    NavigableMap<Long, Path> checkpoints = checkpoints();
    while (checkpoints.size() > limit) {
      Path oldest = checkpoints.pollFirstEntry().getValue();
      // Renamed first: a checkpoint is never there in part.
      Path partial = root.resolve("." + oldest.getFileName() + ".partial");
      try {
        Directories.moveIntoPlace(oldest, partial);
        Directories.delete(partial);
      } catch (IOException e) {
        throw TrainingFailure.ofInputOutput("deleting " + oldest, e);
      }
    }
  }

  private static TrainingFailure discarding(Path partial, String what, IOException cause) {
    try {
      Directories.delete(partial);
    } catch (IOException e) {
      cause.addSuppressed(e);
    }
    return TrainingFailure.ofInputOutput(what, cause);
  }
}
