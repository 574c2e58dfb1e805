package io.baton.sdxl.dataset;

import java.nio.file.Path;
import java.util.Objects;

/** An image, and the text that describes it. */
public record CaptionedImage(Path file, String caption) {

  public CaptionedImage {
    Objects.requireNonNull(file, "file");
    Objects.requireNonNull(caption, "caption");
  }
}
