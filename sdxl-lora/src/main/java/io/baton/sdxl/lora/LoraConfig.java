package io.baton.sdxl.lora;

/**
 * Size, strength and kind of adapters.
 *
 * @param rank r, the inner dimension; 1 or more
 * @param alpha the update is scaled by alpha / rank
 * @param dropout probability, 0 or more and less than 1, that an adapter does not see an input
 *     value while it trains
 * @param dora whether each output feature's magnitude is trained apart from its direction (Liu et
 *     al., "DoRA: weight-decomposed low-rank adaptation", ICML 2024)
 */
public record LoraConfig(int rank, double alpha, double dropout, boolean dora) {

  public LoraConfig {
    if (rank < 1) {
      throw new IllegalArgumentException("rank must be 1 or more, not " + rank);
    }
    if (!(alpha > 0) || Double.isInfinite(alpha)) {
      throw new IllegalArgumentException("alpha must be a positive number, not " + alpha);
    }
    if (!(dropout >= 0 && dropout < 1)) {
      throw new IllegalArgumentException(
          "dropout must be at least 0 and less than 1, not " + dropout);
    }
  }

  /** Without dropout and DoRA. */
  public LoraConfig(int rank, double alpha) {
    this(rank, alpha, 0, false);
  }

  /** alpha = rank, so that the update counts in full. */
  public static LoraConfig ofRank(int rank) {
    return new LoraConfig(rank, rank);
  }

  public LoraConfig withDora() {
    return new LoraConfig(rank, alpha, dropout, true);
  }

  public LoraConfig withDropout(double probability) {
    return new LoraConfig(rank, alpha, probability, dora);
  }

  public double scale() {
    return alpha / rank;
  }
}
