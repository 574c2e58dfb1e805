package io.baton.sdxl.image;

import java.util.Locale;
import java.util.Optional;

/**
 * How an image is resized, byte for byte as Pillow does it, under torchvision's names.
 *
 * <p>Source: Pillow's handbook, "Concepts: Filters"; torchvision's mapping of its names to
 * Pillow's.
 */
public enum ResampleFilter {
  NEAREST {
    @Override
    public RgbImage resize(RgbImage image, int width, int height) {
      return NearestResize.resize(image, width, height);
    }
  },
  /** The same as {@link #NEAREST}: for Pillow's images torchvision knows no other. */
  NEAREST_EXACT {
    @Override
    public RgbImage resize(RgbImage image, int width, int height) {
      return NearestResize.resize(image, width, height);
    }
  },
  /** 1 - |x| for |x| < 1. */
  BILINEAR {
    @Override
    public RgbImage resize(RgbImage image, int width, int height) {
      return new KernelResize(1, x -> Math.max(1 - Math.abs(x), 0)).resize(image, width, height);
    }
  },
  /** Keys' cubic convolution with a = -1/2. */
  BICUBIC {
    @Override
    public RgbImage resize(RgbImage image, int width, int height) {
      return new KernelResize(2, ResampleFilter::cubic).resize(image, width, height);
    }
  },
  /** 1 for -1/2 < x ≤ 1/2. */
  BOX {
    @Override
    public RgbImage resize(RgbImage image, int width, int height) {
      return new KernelResize(0.5, x -> x > -0.5 && x <= 0.5 ? 1 : 0).resize(image, width, height);
    }
  },
  /** sinc(x) under Hamming's window, for |x| < 1. */
  HAMMING {
    @Override
    public RgbImage resize(RgbImage image, int width, int height) {
      return new KernelResize(1, ResampleFilter::hamming).resize(image, width, height);
    }
  },
  /** sinc(x) · sinc(x / 3) for |x| < 3. */
  LANCZOS {
    @Override
    public RgbImage resize(RgbImage image, int width, int height) {
      return new KernelResize(3, x -> Math.abs(x) < 3 ? sinc(x) * sinc(x / 3) : 0)
          .resize(image, width, height);
    }
  };

  /** The image at another size; the image itself where it has that size already. */
  public abstract RgbImage resize(RgbImage image, int width, int height);

  /** The value on the command line. */
  public String optionValue() {
    return name().toLowerCase(Locale.ROOT);
  }

  public static Optional<ResampleFilter> ofOption(String value) {
    for (ResampleFilter filter : values()) {
      if (filter.optionValue().equals(value)) {
        return Optional.of(filter);
      }
    }
    return Optional.empty();
  }

  private static double cubic(double x) {
    double a = -0.5;
    double distance = Math.abs(x);
    if (distance < 1) {
      return ((a + 2) * distance - (a + 3)) * distance * distance + 1;
    }
    return distance < 2 ? (((distance - 5) * distance + 8) * distance - 4) * a : 0;
  }

  // The numbers of the window are 32-bit floats in Pillow.
  private static double hamming(double x) {
    double distance = Math.abs(x);
    return distance < 1 ? sinc(distance) * (0.54f + 0.46f * StrictMath.cos(distance * Math.PI)) : 0;
  }

  /** sin(πx) / (πx). */
  private static double sinc(double x) {
    if (x == 0) {
      return 1;
    }
    double angle = x * Math.PI;
    return StrictMath.sin(angle) / angle;
  }
}
