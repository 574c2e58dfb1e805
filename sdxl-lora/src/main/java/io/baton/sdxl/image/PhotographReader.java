package io.baton.sdxl.image;

import com.drew.imaging.ImageMetadataReader;
import com.drew.imaging.ImageProcessingException;
import com.drew.metadata.MetadataException;
import com.drew.metadata.exif.ExifIFD0Directory;
import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/** Reads a photograph as it was seen: upright, in RGB. */
public final class PhotographReader {

  /** More than any camera takes; a file that claims more would only fill the memory. */
  private static final long MOST_PIXELS = 180_000_000;

  /** How the JPEG readers warn of a file that ends early, before they fill the rest with grey. */
  private static final Pattern TRUNCATION =
      Pattern.compile("premature end|truncated", Pattern.CASE_INSENSITIVE);

  private PhotographReader() {}

  /**
   * Reads a JPEG, PNG, WebP, BMP or GIF file; an alpha channel is dropped.
   *
   * @throws TrainingFailure {@code BAD_INPUT} when the file is no image or a broken one, {@code
   *     NO_INPUT} when it is not there
   */
  public static RgbImage read(Path file) {
    try {
      return orientation(file).upright(decode(file));
    } catch (NoSuchFileException e) {
      throw new TrainingFailure(
          FailureCode.NO_INPUT,
          "The image %s is not there; put it back and start again.".formatted(file),
          e);
    } catch (FileSystemException e) {
      throw TrainingFailure.ofInputOutput("reading the image " + file, e);
    } catch (IOException | RuntimeException e) {
      if (e instanceof TrainingFailure failure) {
        throw failure;
      }
      throw notAnImage(file, "it cannot be decoded", e);
    }
  }

  private static RgbImage decode(Path file) throws IOException {
    try (ImageInputStream input = ImageIO.createImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(input);
      if (!readers.hasNext()) {
        throw notAnImage(file, "it is none of JPEG, PNG, WebP, BMP and GIF", null);
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(input, true, false);
        long pixels = (long) reader.getWidth(0) * reader.getHeight(0);
        if (pixels > MOST_PIXELS) {
          throw notAnImage(
              file,
              "it has %d million pixels, and the most is %d million"
                  .formatted(pixels / 1_000_000, MOST_PIXELS / 1_000_000),
              null);
        }
        AtomicBoolean cutOff = new AtomicBoolean();
        reader.addIIOReadWarningListener(
            (source, warning) -> cutOff.compareAndSet(false, TRUNCATION.matcher(warning).find()));
        RgbImage image = toRgb(reader.read(0));
        if (cutOff.get()) {
          throw notAnImage(file, "it is cut off before its end", null);
        }
        return image;
      } finally {
        reader.dispose();
      }
    }
  }

  private static RgbImage toRgb(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] rgb = new byte[3 * width * height];
    ColorModel colors = image.getColorModel();
    boolean readable =
        !(colors instanceof IndexColorModel)
            && colors.getTransferType() <= DataBuffer.TYPE_USHORT
            && !colors.isAlphaPremultiplied()
            && (colors.getColorSpace().isCS_sRGB()
                || colors.getColorSpace().getType() == ColorSpace.TYPE_GRAY);
    if (readable && image.getRaster().getNumBands() == colors.getNumComponents()) {
      copySamples(image, rgb);
    } else {
      int[] row = new int[width];
      for (int y = 0; y < height; y++) {
        image.getRGB(0, y, width, 1, row, 0, width);
        for (int x = 0; x < width; x++) {
          int at = (y * width + x) * 3;
          rgb[at] = (byte) (row[x] >> 16);
          rgb[at + 1] = (byte) (row[x] >> 8);
          rgb[at + 2] = (byte) row[x];
        }
      }
    }
    return new RgbImage(width, height, rgb);
  }

  // Samples as they are stored: getRGB would take grey for linear light and brighten it.
  private static void copySamples(BufferedImage image, byte[] rgb) {
    Raster raster = image.getRaster();
    int width = image.getWidth();
    int bands = raster.getNumBands();
    int[] depth = image.getColorModel().getComponentSize();
    boolean grey = image.getColorModel().getNumColorComponents() == 1;
    int[] row = new int[width * bands];
    for (int y = 0; y < image.getHeight(); y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        for (int channel = 0; channel < 3; channel++) {
          int band = grey ? 0 : channel;
          int sample = row[x * bands + band];
          rgb[(y * width + x) * 3 + channel] = (byte) (sample * 255L / ((1L << depth[band]) - 1));
        }
      }
    }
  }

  // Broken metadata in an image that decodes is no reason to refuse it.
  private static Orientation orientation(Path file) throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      ExifIFD0Directory exif =
          ImageMetadataReader.readMetadata(stream, Files.size(file))
              .getFirstDirectoryOfType(ExifIFD0Directory.class);
      if (exif == null || !exif.containsTag(ExifIFD0Directory.TAG_ORIENTATION)) {
        return Orientation.UPRIGHT;
      }
      return Orientation.ofExif(exif.getInt(ExifIFD0Directory.TAG_ORIENTATION));
    } catch (ImageProcessingException | MetadataException e) {
      return Orientation.UPRIGHT;
    }
  }

  private static TrainingFailure notAnImage(Path file, String why, Exception cause) {
    return new TrainingFailure(
        FailureCode.BAD_INPUT,
        "%s is not an image that can be read: %s; replace it or take it out of %s."
            .formatted(file.getFileName(), why, file.toAbsolutePath().getParent()),
        cause);
  }
}
