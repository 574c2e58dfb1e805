package io.baton.sdxl.lora;

import io.baton.sdxl.torch.ScriptLibrary;

/**
 * The function that sets elements of a matrix to 0 with probability p and divides the others by 1 -
 * p. Whether element (i, j) goes is a function of (key, i, j) in 32-bit integers, so it is the same
 * on every device, however often it is computed.
 *
 * <p>Rows and columns get a number each, well mixed (the finalizer of murmur3), and their exclusive
 * or, mixed again, is compared with p · 2³².
 */
final class DropoutScript {

  private static final long NUMBERS = 1L << 32;

  private DropoutScript() {}

  /**
   * The function's name: (x [n, m], key [2], of 32-bit integers) to [n, m].
   *
   * @param probability more than 0, less than 1
   */
  static String add(ScriptLibrary library, double probability) {
    long dropped = Math.min(Math.round(probability * NUMBERS), NUMBERS - 1);
    String mixed =
        library.add(
            "mixed",
            "n: int, key: Tensor",
            """
            h = torch.arange(n, dtype=3, layout=0, device=ops.prim.device(key))
            h = torch.bitwise_xor(torch.mul(h, %d), key)
            h = torch.mul(self.SHIFTED(h, 16, 65535), %d)
            h = torch.mul(self.SHIFTED(h, 13, 524287), %d)
            return self.SHIFTED(h, 16, 65535)
            """
                .formatted(0x9E3779B1, 0x85EBCA6B, 0xC2B2AE35)
                .replace("SHIFTED", shifted(library)));
    return library.add(
        "dropout",
        "x: Tensor, key: Tensor",
        """
        rows = self.MIXED(torch.size(x, 0), torch.select(key, 0, 0))
        columns = self.MIXED(torch.size(x, 1), torch.select(key, 0, 1))
        h = torch.bitwise_xor(torch.unsqueeze(rows, 1), columns)
        h = torch.mul(h, %d)
        h = torch.mul(self.SHIFTED(h, 15, 131071), %d)
        return torch.mul(torch.mul(x, torch.ge(h, %d)), %s)
        """
            .formatted(0x2C1B3C6D, 0x297A2D39, Integer.MIN_VALUE + dropped, 1 / (1 - probability))
            .replace("SHIFTED", shifted(library))
            .replace("MIXED", mixed));
  }

  // h ^ (h >>> bits): libtorch's own shift is arithmetic, so 32 - bits ones say what is kept.
  private static String shifted(ScriptLibrary library) {
    return library.add(
        "shifted",
        "h: Tensor, bits: int, kept: int",
        """
        upper = torch.bitwise_and(torch.bitwise_right_shift(h, bits), kept)
        return torch.bitwise_xor(upper, h)
        """);
  }
}
