package io.baton.sdxl.dataset;

import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.image.ImageSize;
import io.baton.sdxl.image.PhotographReader;
import io.baton.sdxl.image.ResampleFilter;
import io.baton.sdxl.image.RgbImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The images, upright and with the training resolution as their shorter side; as many as fit stay
 * in memory.
 */
public final class PreparedImages {

  private final List<CaptionedImage> sources;
  private final int resolution;
  private final ResampleFilter filter;
  private final List<Prepared> prepared;

  private PreparedImages(
      List<CaptionedImage> sources,
      int resolution,
      ResampleFilter filter,
      List<Prepared> prepared) {
    this.sources = sources;
    this.resolution = resolution;
    this.filter = filter;
    this.prepared = prepared;
  }

  /**
   * Reads every image once, so that a bad one is found before training starts.
   *
   * @param memory bytes of pixels to keep; images past that are read again whenever they are used
   * @throws TrainingFailure {@code BAD_INPUT} naming the first file that is no image
   */
  public static PreparedImages prepare(
      List<CaptionedImage> sources, int resolution, ResampleFilter filter, long memory) {
    List<Prepared> prepared = new ArrayList<>();
    long left = memory;
    for (CaptionedImage source : sources) {
      RgbImage photograph = PhotographReader.read(source.file());
      RgbImage resized = resize(photograph, resolution, filter);
      boolean keep = resized.rgb().length <= left;
      left -= keep ? resized.rgb().length : 0;
      prepared.add(
          new Prepared(
              photograph.width(),
              photograph.height(),
              keep ? Optional.of(resized) : Optional.empty()));
    }
    return new PreparedImages(List.copyOf(sources), resolution, filter, List.copyOf(prepared));
  }

  public int size() {
    return sources.size();
  }

  public String caption(int image) {
    return sources.get(image).caption();
  }

  /** The captions of all images, in their order. */
  public List<String> captions() {
    return sources.stream().map(CaptionedImage::caption).toList();
  }

  /** Width of the upright photograph before it was resized, in pixels. */
  public int originalWidth(int image) {
    return prepared.get(image).originalWidth();
  }

  /** Height of the upright photograph before it was resized, in pixels. */
  public int originalHeight(int image) {
    return prepared.get(image).originalHeight();
  }

  public RgbImage resized(int image) {
    return prepared
        .get(image)
        .resized()
        .orElseGet(
            () -> resize(PhotographReader.read(sources.get(image).file()), resolution, filter));
  }

  /**
   * SHA-256 over names, captions and contents: equal only for the same images with the same
   * captions.
   */
  public String fingerprint() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (CaptionedImage source : sources) {
        byte[] content = Files.readAllBytes(source.file());
        digest.update(
            "%s\0%s\0%d\0"
                .formatted(source.file().getFileName(), source.caption(), content.length)
                .getBytes(StandardCharsets.UTF_8));
        digest.update(content);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    } catch (IOException e) {
      throw TrainingFailure.ofInputOutput("reading the images", e);
    }
  }

  private static RgbImage resize(RgbImage photograph, int resolution, ResampleFilter filter) {
    ImageSize size = ImageSize.shorterSide(photograph, resolution);
    return filter.resize(photograph, size.width(), size.height());
  }

  private record Prepared(int originalWidth, int originalHeight, Optional<RgbImage> resized) {}
}
