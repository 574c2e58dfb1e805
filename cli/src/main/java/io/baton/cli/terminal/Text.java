package io.baton.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/** Text on its way to a terminal. */
public final class Text {
  private static final char ESCAPE = '\033';

  private Text() {}

  /** Without control characters but for line breaks: they could do anything to a terminal. */
  public static String printable(String text) {
    if (text.chars().noneMatch(Text::isControl)) {
      return text;
    }
    StringBuilder kept = new StringBuilder(text.length());
    text.chars().map(c -> isControl(c) ? ' ' : c).forEach(c -> kept.append((char) c));
    return kept.toString();
  }

  private static boolean isControl(int character) {
    return character != '\n' && Character.isISOControl(character);
  }

  /** What a user wrote, to stand in markup as it is. */
  public static String literal(String text) {
    return text.replace("@|", "@ |").replace("|@", "| @");
  }

  /** At most that many characters; an ellipsis stands for the rest. */
  public static String shortened(String text, int length) {
    return text.length() <= length ? text : text.substring(0, Math.max(0, length - 1)) + "…";
  }

  /** A line of a text that was wrapped. */
  public record Line(boolean first, String text) {}

  /** Breaks a text between words; no line is longer unless a word is. */
  public static List<Line> wrapped(String text, int width) {
    List<Line> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ")) {
      if (line.length() > 0 && line.length() + 1 + word.length() > width) {
        lines.add(new Line(lines.isEmpty(), line.toString()));
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    lines.add(new Line(lines.isEmpty(), line.toString()));
    return lines;
  }

  /** Cuts what does not fit; sequences that only set colours take no place and are kept. */
  static String cut(String coloured, int columns) {
    StringBuilder kept = new StringBuilder();
    int shown = 0;
    int i = 0;
    while (i < coloured.length()) {
      if (coloured.charAt(i) == ESCAPE) {
        int end = coloured.indexOf('m', i);
        int after = end < 0 ? coloured.length() : end + 1;
        kept.append(coloured, i, after);
        i = after;
      } else {
        if (shown < columns) {
          kept.append(coloured.charAt(i));
        }
        shown++;
        i++;
      }
    }
    return kept.toString();
  }
}
