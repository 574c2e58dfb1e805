package io.baton.api.dataset;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
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

  /** How the JPEG readers warn of a file that ends early, before they fill the rest with grey. */
  private static final Pattern TRUNCATION =
      Pattern.compile("premature end|truncated", Pattern.CASE_INSENSITIVE);

  private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9 ,:;'()/-]{1,200}");

  private final int minSide;
  private final long maxPixels;

  ImageInspection(int minSide, long maxPixels) {
    this.minSide = minSide;
    this.maxPixels = maxPixels;
    ImageIO.setUseCache(false);
  }

  Verdict verdict(Path file) {
    try (ImageInputStream input = ImageIO.createImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
      if (!readers.hasNext()) {
        return new Verdict.Bad("is not an image that can be read; use JPEG, PNG, WebP or BMP");
      }
      ImageReader reader = readers.next();
      try {
        return verdict(reader, input);
      } finally {
        reader.dispose();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the copy of an uploaded file cannot be read", e);
    }
  }

  private Verdict verdict(ImageReader reader, ImageInputStream input) throws IOException {
    String format = reader.getFormatName().toLowerCase(Locale.ROOT);
    if (!FORMATS.contains(format)) {
      return new Verdict.Bad("is a " + format + " image; use JPEG, PNG, WebP or BMP");
    }
    // Image readers answer broken files with all kinds of runtime exceptions as well.
    try {
      reader.setInput(input, true, true);
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      long pixels = (long) width * height;
      long allowed = format.equals("webp") ? ImageBounds.webpPixels(maxPixels) : maxPixels;
      if (pixels > allowed) {
        return new Verdict.Bad(
            "has " + width + " x " + height + " pixels, more than the " + allowed + " allowed");
      }
      if (Math.min(width, height) < minSide) {
        return new Verdict.Bad(
            "has " + width + " x " + height + " pixels; no side may have fewer than " + minSide);
      }
      AtomicBoolean cutOff = new AtomicBoolean();
      reader.addIIOReadWarningListener(
          (source, warning) -> cutOff.compareAndSet(false, TRUNCATION.matcher(warning).find()));
      decode(reader, pixels);
      return cutOff.get()
          ? new Verdict.Bad("is cut off before its end")
          : new Verdict.Image(width, height);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      return new Verdict.Bad("is damaged or not supported" + reason(e));
    } catch (OutOfMemoryError e) {
      return new Verdict.Bad("takes more memory to decode than the service has");
    }
  }

  /** Readers speak of what is wrong in the image, or of themselves, which helps nobody. */
  private static String reason(Throwable e) {
    String message = e.getMessage();
    return e instanceof IOException && message != null && PLAIN.matcher(message).matches()
        ? ": " + message
        : "";
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
