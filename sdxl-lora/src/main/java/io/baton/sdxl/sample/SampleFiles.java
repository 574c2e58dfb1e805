package io.baton.sdxl.sample;

import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.image.PngFile;
import io.baton.sdxl.image.RgbImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Numbered images in a directory: {@code image-0000.png} and so on; none is ever replaced. */
public final class SampleFiles {

  private static final Pattern NAME = Pattern.compile("image-(\\d{4,8})\\.png");

  private final Path directory;
  private int next;

  private SampleFiles(Path directory, int next) {
    this.directory = directory;
    this.next = next;
  }

  /**
   * The images in {@code directory}, which is made where it is not there.
   *
   * @throws TrainingFailure with {@code IO_ERROR} when it cannot be made or read
   */
  public static SampleFiles in(Path directory) {
    Path absolute = directory.toAbsolutePath().normalize();
    try {
      Files.createDirectories(absolute);
      try (Stream<Path> entries = Files.list(absolute)) {
        OptionalInt last =
            entries
                .map(path -> NAME.matcher(path.getFileName().toString()))
                .filter(Matcher::matches)
                .mapToInt(match -> Integer.parseInt(match.group(1)))
                .max();
        return new SampleFiles(absolute, last.isPresent() ? last.getAsInt() + 1 : 0);
      }
    } catch (IOException e) {
      throw TrainingFailure.ofInputOutput("preparing the directory " + absolute, e);
    }
  }

  /**
   * Writes the next image.
   *
   * @param parameters how it was made, for the file's text chunk {@code parameters}
   * @return its absolute path
   */
  public Path write(RgbImage image, String parameters) {
    Path file = directory.resolve("image-%04d.png".formatted(next));
    PngFile.write(file, image, Map.of("parameters", parameters));
    next++;
    return file;
  }
}
