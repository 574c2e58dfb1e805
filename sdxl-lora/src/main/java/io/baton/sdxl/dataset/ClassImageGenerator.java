package io.baton.sdxl.dataset;

import java.nio.file.Path;

/** Makes images of the class where there are too few. */
public interface ClassImageGenerator {

  /**
   * Writes class images. The image of a number is always the same; it has its name in the directory
   * only when it is complete.
   *
   * @param directory that exists
   * @param from number of the first, which is how many are there
   * @param count how many to write
   */
  void generate(Path directory, int from, int count);
}
