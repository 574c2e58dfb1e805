package io.baton.sync.codec;

import java.util.OptionalDouble;

/**
 * Whether a file is encoded before it is sent. A file of S bytes takes S/B seconds at a bandwidth
 * of B as it is, and S/E + s·S/B when it is first encoded at E bytes a second to a share s:
 * encoding pays below a bandwidth of E·(1 − s).
 */
public final class CompressionDecision {
  /** Smaller files are never encoded: they take no time either way. */
  public static final long SMALLEST_BYTES = 1 << 20;

  /** A saving below this is not worth an encoded object. */
  private static final double LARGEST_SHARE = 0.95;

  private CompressionDecision() {}

  /** The bandwidth in bytes a second below which encoding pays. */
  public static double paysBelow(double share, double encodedPerSecond) {
    return encodedPerSecond * (1 - share);
  }

  /** Whether enough is saved for an encoded object. */
  public static boolean saves(double share) {
    return share <= LARGEST_SHARE;
  }

  /**
   * @param share of the file's bytes that would be left
   * @param encodedPerSecond bytes of the file a second
   * @param sentPerSecond bytes a second that storage was seen to take; while that is not known,
   *     files are sent as they are
   */
  public static boolean pays(double share, double encodedPerSecond, OptionalDouble sentPerSecond) {
    return saves(share)
        && sentPerSecond.isPresent()
        && sentPerSecond.getAsDouble() < paysBelow(share, encodedPerSecond);
  }
}
