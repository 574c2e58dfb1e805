package io.baton.sdxl.dataset;

import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.image.ImageSize;
import io.baton.sdxl.image.PhotographReader;
import io.baton.sdxl.image.RgbImage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * The images of a run, upright and resized; as many as fit stay in memory.
 *
 * <p>Safe for use by several threads at once.
 */
public final class PreparedImages {

  private final List<CaptionedImage> sources;
  private final FramingRules framing;
  private final AtomicLong memoryLeft;
  private final Map<Resized, RgbImage> kept = new ConcurrentHashMap<>();
  private final List<Photograph> photographs = new ArrayList<>();

  private PreparedImages(List<CaptionedImage> sources, FramingRules framing, long memory) {
    this.sources = List.copyOf(sources);
    this.framing = framing;
    this.memoryLeft = new AtomicLong(memory);
  }

  /**
   * Reads every image once, so that a bad one is found before training starts.
   *
   * @param memory bytes of pixels to keep; images past that are read again whenever they are used
   * @throws TrainingFailure {@code BAD_INPUT} naming the first file that is no image
   */
  public static PreparedImages prepare(
      List<CaptionedImage> sources, FramingRules framing, long memory, ImageWorkers workers) {
    PreparedImages images = new PreparedImages(sources, framing, memory);
    images.photographs.addAll(workers.inOrder(images.numbers(), images::prepare));
    return images;
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

  /** Size of the upright photograph before it was resized. */
  public ImageSize originalSize(int image) {
    return photographs.get(image).size();
  }

  /** SHA-256 of the image's file, in hex. */
  public String digest(int image) {
    return photographs.get(image).digest();
  }

  /** The pixels of a view: 3 channels, rows, columns; -1 is black, 1 is full. */
  public float[] pixels(View view) {
    return view.framing().pixels(resized(view.image(), view.framing().size()));
  }

  /** The image at the size that just covers {@code part}. */
  RgbImage resized(int image, ImageSize part) {
    Resized wanted = new Resized(image, originalSize(image).covering(part));
    RgbImage known = kept.get(wanted);
    return known != null ? known : resize(PhotographReader.read(sources.get(image).file()), wanted);
  }

  /**
   * SHA-256 over names, captions and contents: equal only for the same images with the same
   * captions.
   */
  public String fingerprint() {
    MessageDigest digest = sha256();
    for (int image = 0; image < size(); image++) {
      digest.update(
          "%s\0%s\0%s\0"
              .formatted(sources.get(image).file().getFileName(), caption(image), digest(image))
              .getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  private List<Integer> numbers() {
    return IntStream.range(0, size()).boxed().toList();
  }

  private Photograph prepare(int image) {
    Path file = sources.get(image).file();
    RgbImage photograph = PhotographReader.read(file);
    ImageSize size = ImageSize.of(photograph);
    ImageSize part = framing.buckets().sizes().get(framing.buckets().nearest(size));
    resize(photograph, new Resized(image, size.covering(part)));
    try {
      byte[] content = Files.readAllBytes(file);
      return new Photograph(size, HexFormat.of().formatHex(sha256().digest(content)));
    } catch (IOException e) {
      throw TrainingFailure.ofInputOutput("reading the image " + file, e);
    }
  }

  private RgbImage resize(RgbImage photograph, Resized wanted) {
    ImageSize size = wanted.size();
    RgbImage resized = framing.filter().resize(photograph, size.width(), size.height());
    long bytes = resized.rgb().length;
    if (memoryLeft.addAndGet(-bytes) < 0 || kept.putIfAbsent(wanted, resized) != null) {
      memoryLeft.addAndGet(bytes);
    }
    return resized;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** Number of an image, and what it is resized to. */
  private record Resized(int image, ImageSize size) {}

  /** What stays known of an image. */
  private record Photograph(ImageSize size, String digest) {}
}
