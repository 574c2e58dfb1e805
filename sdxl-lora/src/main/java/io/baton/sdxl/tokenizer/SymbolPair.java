package io.baton.sdxl.tokenizer;

import java.util.Objects;

/** Two neighbouring symbols. */
public record SymbolPair(String left, String right) implements Comparable<SymbolPair> {

  public SymbolPair {
    Objects.requireNonNull(left, "left");
    Objects.requireNonNull(right, "right");
  }

  /** The symbol that the two become. */
  public String merged() {
    return left + right;
  }

  @Override
  public int compareTo(SymbolPair other) {
    int byLeft = left.compareTo(other.left);
    return byLeft == 0 ? right.compareTo(other.right) : byLeft;
  }
}
