package io.baton.sync.codec;

import java.util.OptionalDouble;

/**
 * Whether a file is encoded before it is sent. A file of S bytes takes S/B seconds at a bandwidth
 * of B as it is, and S/E + s·S/B when it is first encoded at E bytes a second to a share s:
 * encoding pays below a bandwidth of E·(1 − s).
 */
public final class CompressionDecision {
  /** Smaller files take no time either way. */
  public static final long SMALLEST_BYTES = 1 << 20;

  /** A saving below this is not worth an encoded object. */
  private static final double LARGEST_SHARE = 0.95;

  private CompressionDecision() {}

  /** The bandwidth in bytes a second below which encoding pays. */
  public static double paysBelow(double share, double encodedPerSecond) {
    return encodedPerSecond * (1 - share);
  }

  /**
   * @param size bytes of the file
   * @param share of them that would be left
   * @param encodedPerSecond bytes of the file a second
   * @param sentPerSecond bytes a second that storage was seen to take; while that is not known,
   *     files are sent as they are
   */
  public static boolean pays(
      long size, double share, double encodedPerSecond, OptionalDouble sentPerSecond) {
    return size >= SMALLEST_BYTES
        && share <= LARGEST_SHARE
        && sentPerSecond.isPresent()
        && sentPerSecond.getAsDouble() < paysBelow(share, encodedPerSecond);
  }
}
