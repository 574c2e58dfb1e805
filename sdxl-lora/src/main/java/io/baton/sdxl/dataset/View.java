package io.baton.sdxl.dataset;

import io.baton.sdxl.image.Framing;
import java.util.Objects;

/**
 * What a training row sees of an image: equal views are equal pixels.
 *
 * @param image number of the image in the run's {@link PreparedImages}
 * @param framing the part of it, once it is resized to cover the part
 */
public record View(int image, Framing framing) {

  public View {
    Objects.requireNonNull(framing, "framing");
  }
}
