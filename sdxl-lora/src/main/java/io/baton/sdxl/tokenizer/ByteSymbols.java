package io.baton.sdxl.tokenizer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * GPT-2's printable character for every byte: the byte itself where it prints, else the next free
 * one from U+0100 on.
 */
public final class ByteSymbols {

  private static final String[] SYMBOLS = new String[256];
  private static final List<String> IN_ORDER = new ArrayList<>();

  static {
    for (int value = 0; value < SYMBOLS.length; value++) {
      if (prints(value)) {
        add(value, value);
      }
    }
    int next = 0x100;
    for (int value = 0; value < SYMBOLS.length; value++) {
      if (!prints(value)) {
        add(value, next++);
      }
    }
  }

  private ByteSymbols() {}

  private static boolean prints(int value) {
    return value >= '!' && value <= '~' || value >= 0xA1 && value <= 0xAC || value >= 0xAE;
  }

  private static void add(int value, int codePoint) {
    SYMBOLS[value] = Character.toString(codePoint);
    IN_ORDER.add(SYMBOLS[value]);
  }

  /** All 256, in the order that vocabularies list them: those of the printing bytes first. */
  public static List<String> all() {
    return List.copyOf(IN_ORDER);
  }

  /** One symbol for each byte of {@code text} in UTF-8. */
  public static List<String> of(String text) {
    List<String> symbols = new ArrayList<>();
    for (byte value : text.getBytes(StandardCharsets.UTF_8)) {
      symbols.add(SYMBOLS[value & 0xff]);
    }
    return symbols;
  }
}
