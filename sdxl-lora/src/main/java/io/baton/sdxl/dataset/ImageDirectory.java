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
import java.util.stream.Stream;

/**
 * A directory of images, each with an optional caption: {@code name.txt} beside {@code name.jpg}.
 */
public final class ImageDirectory {

  private ImageDirectory() {}

  /**
   * The images in order of their file names. Every file is taken for an image, but for captions
   * ({@code .txt}) and hidden files; subdirectories are left out.
   *
   * @param prompt the caption of images without one
   * @throws TrainingFailure {@code NO_INPUT} when there is no directory or no image
   */
  public static List<CaptionedImage> images(Path directory, String prompt) {
    if (!Files.isDirectory(directory)) {
      throw new TrainingFailure(
          FailureCode.NO_INPUT,
          "There is no directory %s; --instance_data_dir must name the directory with the images."
              .formatted(directory));
    }
    List<Path> files;
    try (Stream<Path> entries = Files.list(directory)) {
      files =
          entries
              .filter(ImageDirectory::mayBeImage)
              .sorted(Comparator.comparing(file -> file.getFileName().toString()))
              .toList();
    } catch (IOException e) {
      throw TrainingFailure.ofInputOutput("reading the directory " + directory, e);
    }
    if (files.isEmpty()) {
      throw new TrainingFailure(
          FailureCode.NO_INPUT,
          "There are no images in %s; put at least one JPEG or PNG file there."
              .formatted(directory));
    }
    return files.stream().map(file -> new CaptionedImage(file, caption(file, prompt))).toList();
  }

  private static boolean mayBeImage(Path file) {
    String name = file.getFileName().toString();
    return Files.isRegularFile(file)
        && !name.startsWith(".")
        && !name.toLowerCase(Locale.ROOT).endsWith(".txt");
  }

  private static String caption(Path image, String prompt) {
    String name = image.getFileName().toString();
    int dot = name.lastIndexOf('.');
    Path file = image.resolveSibling((dot < 0 ? name : name.substring(0, dot)) + ".txt");
    if (!Files.isRegularFile(file)) {
      return prompt;
    }
    try {
      String caption = Files.readString(file).strip();
      return caption.isEmpty() ? prompt : caption;
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
