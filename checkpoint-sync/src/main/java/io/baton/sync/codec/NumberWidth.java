package io.baton.sync.codec;

import java.util.Optional;

/** The bytes of one number in a block, which sorting them by their place goes by. */
enum NumberWidth {
  /** As it is. */
  ONE(1),
  /** fp16, bf16 and 16-bit integers. */
  TWO(2),
  /** fp32 and 32-bit integers. */
  FOUR(4),
  /** fp64 and 64-bit integers. */
  EIGHT(8);

  private final int bytes;

  NumberWidth(int bytes) {
    this.bytes = bytes;
  }

  int bytes() {
    return bytes;
  }

  static Optional<NumberWidth> of(int bytes) {
    return switch (bytes) {
      case 1 -> Optional.of(ONE);
      case 2 -> Optional.of(TWO);
      case 4 -> Optional.of(FOUR);
      case 8 -> Optional.of(EIGHT);
      default -> Optional.empty();
    };
  }

  /**
   * Writes first the first byte of every number, then the second of every number, and so on; what
   * is left over at the end stays as it is.
   */
  void sort(byte[] from, int length, byte[] to) {
    int numbers = length / bytes;
    for (int place = 0; place < bytes; place++) {
      int target = place * numbers;
      for (int number = 0, source = place; number < numbers; number++, source += bytes) {
        to[target + number] = from[source];
      }
    }
    System.arraycopy(from, numbers * bytes, to, numbers * bytes, length - numbers * bytes);
  }

  /** Undoes {@link #sort}. */
  void restore(byte[] from, int length, byte[] to) {
    int numbers = length / bytes;
    for (int place = 0; place < bytes; place++) {
      int source = place * numbers;
      for (int number = 0, target = place; number < numbers; number++, target += bytes) {
        to[target] = from[source + number];
      }
    }
    System.arraycopy(from, numbers * bytes, to, numbers * bytes, length - numbers * bytes);
  }
}
