package io.baton.sdxl.lora;

/**
 * Size and strength of adapters.
 *
 * @param rank r, the inner dimension; 1 or more
 * @param alpha the update is scaled by alpha / rank
 */
public record LoraConfig(int rank, double alpha) {

  public LoraConfig {
    if (rank < 1) {
      throw new IllegalArgumentException("rank must be 1 or more, not " + rank);
    }
    if (!(alpha > 0) || Double.isInfinite(alpha)) {
      throw new IllegalArgumentException("alpha must be a positive number, not " + alpha);
    }
  }

  /** alpha = rank, so that the update counts in full. */
  public static LoraConfig ofRank(int rank) {
    return new LoraConfig(rank, rank);
  }

  public double scale() {
    return alpha / rank;
  }
}
