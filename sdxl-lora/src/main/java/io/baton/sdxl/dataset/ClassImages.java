package io.baton.sdxl.dataset;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The images that prior preservation trains on. */
public final class ClassImages {

  private ClassImages() {}

  /**
   * The first {@code count} images of a directory in order of their names; what is missing is made.
   *
   * @param prompt the caption of images without one
   * @param generator of missing images, if there is one
   * @throws TrainingFailure {@code NO_INPUT} when there are too few and none can be made
   */
  public static List<CaptionedImage> require(
      Path directory, String prompt, int count, Optional<ClassImageGenerator> generator) {
    int there = Files.isDirectory(directory) ? ImageDirectory.files(directory).size() : 0;
    if (there < count) {
      generator
          .orElseThrow(() -> tooFew(directory, there, count))
          .generate(made(directory), there, count - there);
    }
    List<CaptionedImage> images = ImageDirectory.images(directory, prompt, Optional.empty());
    if (images.size() < count) {
      throw tooFew(directory, images.size(), count);
    }
    return images.subList(0, count);
  }

  private static Path made(Path directory) {
    try {
      return Files.createDirectories(directory);
    } catch (IOException e) {
      throw TrainingFailure.ofInputOutput("making the directory " + directory, e);
    }
  }

  private static TrainingFailure tooFew(Path directory, int there, int count) {
    return new TrainingFailure(
        FailureCode.NO_INPUT,
        "There are %d class images in %s, fewer than --num_class_images %d; put more there, or give --num_class_images %d."
            .formatted(there, directory, count, Math.max(1, there)));
  }
}
