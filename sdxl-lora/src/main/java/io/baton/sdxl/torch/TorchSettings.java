package io.baton.sdxl.torch;

/**
 * How libtorch runs in this process.
 *
 * @param threads that one operation may use; 0 leaves it to libtorch (one a core)
 */
public record TorchSettings(int threads) {

  public TorchSettings {
    if (threads < 0) {
      throw new IllegalArgumentException("threads must not be negative, not " + threads);
    }
  }

  public static TorchSettings defaults() {
    return new TorchSettings(0);
  }
}
