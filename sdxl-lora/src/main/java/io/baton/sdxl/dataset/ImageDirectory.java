package io.baton.sdxl.dataset;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A directory of images, each with an optional caption: in {@code name.txt} beside {@code
 * name.jpg}, or in the directory's {@code metadata.jsonl}.
 */
public final class ImageDirectory {

  private ImageDirectory() {}

  /**
   * The files that are taken for images, in order of their names: all but captions ({@code .txt},
   * {@code metadata.jsonl}) and hidden files; subdirectories are left out.
   *
   * @throws TrainingFailure {@code NO_INPUT} when there is no such directory
   */
  public static List<Path> files(Path directory) {
    if (!Files.isDirectory(directory)) {
      throw new TrainingFailure(
          FailureCode.NO_INPUT,
          "There is no directory %s; give the directory with the images.".formatted(directory));
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries
          .filter(ImageDirectory::mayBeImage)
          .sorted(Comparator.comparing(file -> file.getFileName().toString()))
          .toList();
    } catch (IOException e) {
      throw TrainingFailure.ofInputOutput("reading the directory " + directory, e);
    }
  }

  /**
   * The images in order of their file names, with their captions.
   *
   * @param prompt the caption of images without one
   * @param captionColumn of {@code metadata.jsonl}; {@code text} where empty
   * @throws TrainingFailure {@code NO_INPUT} when there is no directory, no image or no captions
   *     where they are asked for, {@code BAD_INPUT} when captions cannot be read or contradict
   */
  public static List<CaptionedImage> images(
      Path directory, String prompt, Optional<String> captionColumn) {
    List<Path> files = files(directory);
    if (files.isEmpty()) {
      throw new TrainingFailure(
          FailureCode.NO_INPUT,
          "There are no images in %s; put at least one JPEG or PNG file there."
              .formatted(directory));
    }
    Map<String, String> table = CaptionTable.read(directory, captionColumn);
    return files.stream()
        .map(file -> new CaptionedImage(file, caption(file, table).orElse(prompt)))
        .toList();
  }

  private static boolean mayBeImage(Path file) {
    String name = file.getFileName().toString();
    return Files.isRegularFile(file)
        && !name.startsWith(".")
        && !name.equals(CaptionTable.NAME)
        && !name.toLowerCase(Locale.ROOT).endsWith(".txt");
  }

  private static Optional<String> caption(Path image, Map<String, String> table) {
    Optional<String> beside = captionBeside(image);
    Optional<String> listed = Optional.ofNullable(table.get(image.getFileName().toString()));
    if (beside.isPresent() && listed.isPresent() && !beside.equals(listed)) {
      throw new TrainingFailure(
          FailureCode.BAD_INPUT,
          "%s has one caption in its .txt file and another in %s; take one of them away."
              .formatted(image, CaptionTable.NAME));
    }
    return beside.or(() -> listed);
  }

  private static Optional<String> captionBeside(Path image) {
    String name = image.getFileName().toString();
    int dot = name.lastIndexOf('.');
    Path file = image.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + ".txt");
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(file).strip()).filter(caption -> !caption.isEmpty());
    } catch (CharacterCodingException e) {
      throw new TrainingFailure(
          FailureCode.BAD_INPUT,
          "The caption %s is not UTF-8 text; save it as UTF-8 or take it out of %s."
              .formatted(file.getFileName(), file.toAbsolutePath().getParent()),
          e);
    } catch (IOException e) {
      throw TrainingFailure.ofInputOutput("reading the caption " + file, e);
    }
  }
}
