package io.baton.sdxl.dataset;

import io.baton.sdxl.image.ImageSize;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The sizes that images are trained at. Images of one bucket have the same size, so that they can
 * share a batch.
 *
 * @param sizes all different, at least one
 */
public record Buckets(List<ImageSize> sizes) {

  public Buckets {
    sizes = List.copyOf(sizes);
    if (sizes.isEmpty() || Set.copyOf(sizes).size() != sizes.size()) {
      throw new IllegalArgumentException("buckets must be different sizes, not " + sizes);
    }
  }

  /** One size for all images. */
  public static Buckets square(int resolution) {
    return new Buckets(List.of(ImageSize.square(resolution)));
  }

  /**
   * Sizes of all aspect ratios with at most {@code resolution}² pixels, by width: for each width
   * the largest height, both within the bounds and multiples of {@code step}.
   *
   * <p>Source: the aspect-ratio bucketing of NovelAI ("NovelAI improvements on Stable Diffusion",
   * 2022), with the sizes of kohya's sd-scripts.
   *
   * @param least shortest side
   * @param most longest side
   */
  public static Buckets ofArea(int resolution, int least, int most, int step) {
    long area = (long) resolution * resolution;
    int shortest = multiple(least + step - 1, step);
    int longest = multiple(most, step);
    if (step < 1 || least < 1 || shortest > multiple(resolution, step) || longest < resolution) {
      throw new IllegalArgumentException(
          "no buckets of %d pixels between %d and %d in steps of %d"
              .formatted(resolution, least, most, step));
    }
    Set<ImageSize> sizes = new LinkedHashSet<>();
    for (int width = shortest; width <= longest; width += step) {
      int height = (int) Math.min(longest, area / width / step * step);
      if (height >= shortest) {
        sizes.add(new ImageSize(width, height));
        sizes.add(new ImageSize(height, width));
      }
    }
    sizes.add(ImageSize.square(multiple(resolution, step)));
    List<ImageSize> ordered = new ArrayList<>(sizes);
    ordered.sort(Comparator.comparing(ImageSize::width).thenComparing(ImageSize::height));
    return new Buckets(ordered);
  }

  /**
   * The number of the bucket whose aspect ratio is nearest, as the ratio of the ratios; of two
   * equally near ones the larger, then the first.
   */
  public int nearest(ImageSize image) {
    int best = 0;
    for (int bucket = 1; bucket < sizes.size(); bucket++) {
      double more = distance(image, sizes.get(best)) - distance(image, sizes.get(bucket));
      if (more > 0 || more == 0 && area(sizes.get(bucket)) > area(sizes.get(best))) {
        best = bucket;
      }
    }
    return best;
  }

  // StrictMath: the same bucket on every machine and JDK.
  private static double distance(ImageSize image, ImageSize bucket) {
    double one = (double) image.width() * bucket.height();
    double other = (double) image.height() * bucket.width();
    return StrictMath.log(Math.max(one, other) / Math.min(one, other));
  }

  private static long area(ImageSize size) {
    return (long) size.width() * size.height();
  }

  private static int multiple(int length, int step) {
    return length / step * step;
  }
}
