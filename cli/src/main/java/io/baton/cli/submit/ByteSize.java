package io.baton.cli.submit;

import io.baton.cli.CommandFailedException;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Sizes as people write them: {@code 24GB} are 24 thousand million bytes, {@code 24GiB} 24·2³⁰. */
final class ByteSize {
  private static final Pattern FORM = Pattern.compile("(\\d{1,12}(?:\\.\\d{1,6})?)\\s*([A-Za-z]*)");
  private static final Map<String, Long> UNITS =
      Map.of(
          "", 1L,
          "B", 1L,
          "MB", 1_000_000L,
          "GB", 1_000_000_000L,
          "TB", 1_000_000_000_000L,
          "MIB", 1L << 20,
          "GIB", 1L << 30,
          "TIB", 1L << 40);

  private ByteSize() {}

  static long parse(String option, String text) {
    Matcher size = FORM.matcher(text.strip());
    if (size.matches()) {
      Long unit = UNITS.get(size.group(2).toUpperCase(Locale.ROOT));
      if (unit != null) {
        return (long) (Double.parseDouble(size.group(1)) * unit);
      }
    }
    throw CommandFailedException.usage(
        option + " must be a size such as 24GB or 22.5GiB, not '" + text + "'.");
  }
}
