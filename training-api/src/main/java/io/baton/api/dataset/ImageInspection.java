package io.baton.api.dataset;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Decodes images to see whether a trainer can. The pixels asked for are bounded before any is
 * decoded, and only every n-th is kept, so a small file that claims a huge image costs nothing.
 */
final class ImageInspection {
  private static final Set<String> FORMATS = Set.of("jpeg", "png", "webp", "bmp");

  /** Decoded rows are thinned out to about this many pixels. */
  private static final long PIXELS_KEPT = 500_000;

  /** The reader for WebP knows no rows: it holds the whole image. */
  private static final long MAX_WEBP_PIXELS = 16_000_000;

  /** How the JPEG readers warn of a file that ends early, before they fill the rest with grey. */
  private static final Pattern TRUNCATION =
      Pattern.compile("premature end|truncated", Pattern.CASE_INSENSITIVE);

  private final long maxPixels;

  ImageInspection(long maxPixels) {
    this.maxPixels = maxPixels;
    ImageIO.setUseCache(false);
  }

  /** What is wrong with the image, as the end of a sentence that begins with its name. */
  Optional<String> problemOf(Path file) {
    try (ImageInputStream input = ImageIO.createImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
      if (!readers.hasNext()) {
        return Optional.of("is not an image that can be read; use JPEG, PNG, WebP or BMP");
      }
      ImageReader reader = readers.next();
      try {
        return problemOf(reader, input);
      } finally {
        reader.dispose();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the copy of an uploaded file cannot be read", e);
    }
  }

  private Optional<String> problemOf(ImageReader reader, ImageInputStream input)
      throws IOException {
    String format = reader.getFormatName().toLowerCase(Locale.ROOT);
    if (!FORMATS.contains(format)) {
      return Optional.of("is a " + format + " image; use JPEG, PNG, WebP or BMP");
    }
    // Image readers answer broken files with all kinds of runtime exceptions as well.
    try {
      reader.setInput(input, true, true);
      long width = reader.getWidth(0);
      long height = reader.getHeight(0);
      long allowed = format.equals("webp") ? Math.min(maxPixels, MAX_WEBP_PIXELS) : maxPixels;
      if (width * height > allowed) {
        return Optional.of(
            "has " + width + " x " + height + " pixels, more than the " + allowed + " allowed");
      }
      AtomicBoolean cutOff = new AtomicBoolean();
      reader.addIIOReadWarningListener(
          (source, warning) -> cutOff.compareAndSet(false, TRUNCATION.matcher(warning).find()));
      decode(reader, width * height);
      return cutOff.get() ? Optional.of("is cut off before its end") : Optional.empty();
    } catch (IOException | RuntimeException e) {
      return Optional.of("is damaged or not supported: " + e.getMessage());
    }
  }

  // One at a time: a progressive JPEG keeps all its coefficients in native memory.
  private static synchronized void decode(ImageReader reader, long pixels) throws IOException {
    int every = (int) Math.max(1, Math.ceil(Math.sqrt((double) pixels / PIXELS_KEPT)));
    ImageReadParam parameters = reader.getDefaultReadParam();
    parameters.setSourceSubsampling(every, every, 0, 0);
    BufferedImage image = reader.read(0, parameters);
    image.flush();
  }
}
