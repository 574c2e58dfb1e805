package io.baton.cli.terminal;

/** A part of a whole, drawn. */
public final class Bar {
  private static final String[] EIGHTHS = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};

  private Bar() {}

  /** {@code ██████▌ }; full only when everything is done. */
  public static String of(long done, long total, int width) {
    int eighths =
        total <= 0 ? 0 : (int) Math.min(width * 8L, (long) ((double) done * width * 8 / total));
    String bar = "█".repeat(eighths / 8) + EIGHTHS[eighths % 8];
    return bar + " ".repeat(width - bar.length());
  }
}
