package io.baton.sdxl.verify;

/**
 * How far the engine is from one section of a recording.
 *
 * @param section such as {@code unet}
 * @param tensor the tensor with the largest relative error
 * @param absoluteError the largest |actual - expected| of all its tensors
 * @param relativeError the largest error of a tensor, relative to what the tolerance is relative to
 * @param tolerance the largest relative error that passes
 */
public record SectionResult(
    String section, String tensor, double absoluteError, double relativeError, double tolerance) {

  /** Whether the engine agrees with the reference; never where an error is not a number. */
  public boolean passed() {
    return relativeError <= tolerance;
  }
}
