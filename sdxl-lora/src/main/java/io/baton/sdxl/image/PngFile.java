package io.baton.sdxl.image;

import io.baton.sdxl.failure.TrainingFailure;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** Images as PNG files: the same image and texts give the same bytes. */
public final class PngFile {

  private static final String FORMAT = "javax_imageio_png_1.0";

  private PngFile() {}

  /**
   * Writes an image under a hidden name beside {@code file} and renames it into place, so that the
   * file is whole or not there.
   *
   * @param texts of the file's text chunks, by keyword (1 to 79 characters of Latin-1)
   * @throws TrainingFailure with {@code DISK_FULL} or {@code IO_ERROR} when it cannot be written
   */
  public static void write(Path file, RgbImage image, Map<String, String> texts) {
    Path partial = file.resolveSibling("." + file.getFileName() + ".partial");
    try {
      Files.write(partial, bytes(image, texts));
      Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw TrainingFailure.ofInputOutput("writing " + file, e);
    }
  }

  private static byte[] bytes(RgbImage image, Map<String, String> texts) throws IOException {
    BufferedImage buffered = buffered(image);
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      writer.setOutput(out);
      writer.write(null, new IIOImage(buffered, null, metadata(writer, buffered, texts)), null);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }

  private static BufferedImage buffered(RgbImage image) {
    BufferedImage buffered =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
    int[] row = new int[image.width()];
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        row[x] = image.sample(x, y, 0) << 16 | image.sample(x, y, 1) << 8 | image.sample(x, y, 2);
      }
      buffered.setRGB(0, y, image.width(), 1, row, 0, image.width());
    }
    return buffered;
  }

  private static IIOMetadata metadata(
      ImageWriter writer, BufferedImage image, Map<String, String> texts) throws IOException {
    IIOMetadata metadata =
        writer.getDefaultImageMetadata(ImageTypeSpecifier.createFromRenderedImage(image), null);
    IIOMetadataNode root = new IIOMetadataNode(FORMAT);
    for (Map.Entry<String, String> text : texts.entrySet()) {
      IIOMetadataNode chunk = new IIOMetadataNode(isLatin(text.getValue()) ? "tEXt" : "iTXt");
      chunk.appendChild(entry(text.getKey(), text.getValue()));
      root.appendChild(chunk);
    }
    metadata.mergeTree(FORMAT, root);
    return metadata;
  }

  private static IIOMetadataNode entry(String keyword, String value) {
    IIOMetadataNode entry = new IIOMetadataNode(isLatin(value) ? "tEXtEntry" : "iTXtEntry");
    entry.setAttribute("keyword", keyword);
    if (isLatin(value)) {
      entry.setAttribute("value", value);
    } else {
      entry.setAttribute("compressionFlag", "FALSE");
      entry.setAttribute("compressionMethod", "0");
      entry.setAttribute("languageTag", "");
      entry.setAttribute("translatedKeyword", "");
      entry.setAttribute("text", value);
    }
    return entry;
  }

  // tEXt holds Latin-1 alone.
  private static boolean isLatin(String text) {
    return StandardCharsets.ISO_8859_1.newEncoder().canEncode(text);
  }
}
