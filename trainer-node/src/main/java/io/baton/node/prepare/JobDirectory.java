package io.baton.node.prepare;

import io.baton.protocol.job.JobId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where a job's files lie on this node: {@code dataset/}, {@code class-images/}, {@code output/},
 * {@code kept.json}.
 *
 * @param root a directory of this job alone
 */
public record JobDirectory(Path root) {
  private static final Pattern DRAWN_IMAGE = Pattern.compile("image-([0-9]{1,6})\\.png");

  /** Of a job, below the directory for jobs. A job's id is a plain file name. */
  public static JobDirectory of(Path jobs, JobId job) {
    return new JobDirectory(jobs.resolve(job.value()));
  }

  public Path dataset() {
    return root.resolve("dataset");
  }

  /** Images of prior preservation: those of the class dataset, and what the trainer draws. */
  public Path classImages() {
    return root.resolve("class-images");
  }

  public Path output() {
    return root.resolve("output");
  }

  /** The LoRA that images are drawn with, where another job trained it. */
  public Path weights() {
    return root.resolve("weights.safetensors");
  }

  /** What {@code sample} drew, by the name that the user sees. */
  public SortedMap<String, Path> drawnImages() throws IOException {
    SortedMap<String, Path> files = new TreeMap<>();
    for (Path image : children(output())) {
      Matcher name = DRAWN_IMAGE.matcher(image.getFileName().toString());
      if (name.matches()) {
        files.put("image-" + Integer.parseInt(name.group(1)) + ".png", image);
      }
    }
    return files;
  }

  /** The LoRA under diffusers' names: without it there is none. */
  public Path lora() {
    return output().resolve("pytorch_lora_weights.safetensors");
  }

  /**
   * What a finished training leaves for the user: the LoRA in both namings, where the trainer wrote
   * both.
   *
   * @return the files by the name that the user sees
   */
  public SortedMap<String, Path> artifact() {
    SortedMap<String, Path> files = new TreeMap<>();
    for (Path file : List.of(lora(), output().resolve("pytorch_lora_weights_kohya.safetensors"))) {
      if (Files.isRegularFile(file)) {
        files.put(file.getFileName().toString(), file);
      }
    }
    return files;
  }

  Path keptRecord() {
    return root.resolve("kept.json");
  }

  public void create() throws IOException {
    Files.createDirectories(dataset());
    Files.createDirectories(classImages());
    Files.createDirectories(output());
  }

  public void delete() throws IOException {
    deleteTree(root);
  }

  /** Deletes the directories of all jobs but one. */
  public static void deleteOthers(Path jobs, JobId kept) throws IOException {
    for (Path each : children(jobs)) {
      if (!each.getFileName().toString().equals(kept.value())) {
        deleteTree(each);
      }
    }
  }

  /** Deletes what a killed agent left: only an agent that stopped in order says what to keep. */
  public static void deleteUnkept(Path jobs) throws IOException {
    for (Path each : children(jobs)) {
      if (!Files.exists(new JobDirectory(each).keptRecord())) {
        deleteTree(each);
      }
    }
  }

  static List<Path> children(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return List.of();
    }
    try (Stream<Path> children = Files.list(directory)) {
      return children.sorted().toList();
    }
  }

  /** Links are deleted, not followed. A file that is gone already is no error. */
  public static void deleteTree(Path root) throws IOException {
    try {
      Files.walkFileTree(root, new Deletion());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes kind) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
