package io.baton.protocol.log;

import io.baton.protocol.field.Fields;
import io.baton.protocol.field.InvalidFieldException;
import java.util.List;

/**
 * What a trainer printed since the last time. Lines are counted from 0 over the attempt, so sending
 * some again changes nothing, and lines that were never sent show as missing.
 *
 * @param firstLine number of the first of these lines, 0 to 1,000,000,000
 * @param lines each at most 2,000 characters, without line breaks; 1 to 1,000 entries
 */
public record LogLines(long firstLine, List<String> lines) {
  /** Most lines a call. */
  public static final int MAX_LINES = 1000;

  /** Longest line. */
  public static final int MAX_CHARACTERS = 2000;

  private static final long MAX_NUMBER = 1_000_000_000;

  public LogLines {
    Fields.inRange("firstLine", firstLine, 0, MAX_NUMBER);
    lines = Fields.listOrEmpty(lines);
    Fields.inRange("lines", lines.size(), 1, MAX_LINES);
    for (String line : lines) {
      if (line.length() > MAX_CHARACTERS) {
        throw new InvalidFieldException(
            "lines", "must each have at most " + MAX_CHARACTERS + " characters");
      }
      if (line.indexOf('\n') >= 0 || line.indexOf('\r') >= 0 || line.indexOf('\0') >= 0) {
        throw new InvalidFieldException(
            "lines", "must hold neither line breaks nor null characters");
      }
    }
  }
}
