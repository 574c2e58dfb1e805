package io.baton.sdxl.dataset;

import java.nio.file.Path;
import java.util.Objects;

/** One image of the subject, and the text that describes it. */
public record InstanceImage(Path file, String caption) {

  public InstanceImage {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(caption, "caption");
  }
}
