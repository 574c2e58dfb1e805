package io.baton.sdxl.verify;

import java.util.Optional;

/** The errors of a section's tensors, as they are compared. */
final class SectionErrors {

  private final String section;
  private final double tolerance;
  private double absolute;
  private double relative;
  private String worst = "";

  SectionErrors(String section, double tolerance) {
    this.section = section;
    this.tolerance = tolerance;
  }

  /** Compares relative to the largest absolute value that is expected. */
  void add(String tensor, float[] expected, float[] actual) {
    double largest = 0;
    for (float value : expected) {
      largest = Math.max(largest, Math.abs(value));
    }
    double error = largestDifference(expected, actual);
    add(tensor, error, ratio(error, largest));
  }

  /** Compares by L2 norms, relative to the way from {@code start} to what is expected. */
  void addMoved(String tensor, float[] start, float[] expected, float[] actual) {
    double error = distance(expected, actual);
    add(tensor, largestDifference(expected, actual), ratio(error, distance(start, expected)));
  }

  // Not Math.max alone: an error that is not a number must stay the worst, and be named.
  private void add(String tensor, double absoluteError, double relativeError) {
    absolute = Math.max(absolute, absoluteError);
    if (worst.isEmpty() || !(relativeError <= relative)) {
      worst = Double.isNaN(relative) ? worst : tensor;
      relative = Math.max(relative, relativeError);
    }
  }

  // No error is no error, also relative to nothing.
  private static double ratio(double error, double scale) {
    return error == 0 ? 0 : error / scale;
  }

  private static double largestDifference(float[] expected, float[] actual) {
    double largest = 0;
    for (int i = 0; i < expected.length; i++) {
      largest = Math.max(largest, Math.abs((double) actual[i] - expected[i]));
    }
    return largest;
  }

  private static double distance(float[] from, float[] to) {
    double sum = 0;
    for (int i = 0; i < from.length; i++) {
      double difference = (double) to[i] - from[i];
      sum += difference * difference;
    }
    return Math.sqrt(sum);
  }

  /** The result; nothing where nothing was compared. */
  Optional<SectionResult> result() {
    return worst.isEmpty()
        ? Optional.empty()
        : Optional.of(new SectionResult(section, worst, absolute, relative, tolerance));
  }
}
