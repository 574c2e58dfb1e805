package io.baton.sync.manifest;

import java.util.Arrays;
import java.util.Optional;

/** How an object's bytes make a file, where they are not the file's own. */
public enum Encoding {
  /** One zstd frame; the program {@code zstd -d} makes the file of it. */
  ZSTD("zstd"),
  /**
   * A zstd frame of blocks whose bytes are sorted by their place in a number, so that the exponents
   * of floats, which hardly differ, are next to each other.
   */
  SHUFFLED_ZSTD("shuffled-zstd");

  private final String label;

  Encoding(String label) {
    this.label = label;
  }

  /** The name in a manifest. */
  public String label() {
    return label;
  }

  /** The encoding of that name, if this program knows it. */
  public static Optional<Encoding> labelled(String label) {
    return Arrays.stream(values()).filter(each -> each.label.equals(label)).findFirst();
  }
}
