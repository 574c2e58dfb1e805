package io.baton.api.contract;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a description says in figures: bounds ({@code 1 to 1,024}, {@code at least 0}, {@code at
 * most 32 entries}, {@code more than 0}, {@code less than 1}), {@code a multiple of 8} and the
 * default, where it is a literal.
 *
 * @param min smallest value, length or count
 * @param max largest value, length or count
 * @param above what a number must be more than
 * @param below what a number must be less than
 * @param unit what the bounds count
 * @param multipleOf what a number is a multiple of
 * @param defaultText the literal that stands for a value that is left out
 */
record Facets(
    Optional<BigDecimal> min,
    Optional<BigDecimal> max,
    Optional<BigDecimal> above,
    Optional<BigDecimal> below,
    Unit unit,
    Optional<BigDecimal> multipleOf,
    Optional<String> defaultText) {

  /** What bounds bound. */
  enum Unit {
    VALUE(""),
    CHARACTERS("\\s+characters"),
    ENTRIES("\\s+entries");

    private final String suffix;

    Unit(String suffix) {
      this.suffix = suffix;
    }
  }

  private static final String NUMBER =
      "(-?\\d[\\d,]*(?:\\.\\d+)?(?:[eE]-?\\d+|\\^\\d+)?)(?![\\d.])";
  private static final Pattern MULTIPLE = Pattern.compile("\\bmultiple of " + NUMBER);
  private static final Pattern DEFAULT =
      Pattern.compile("\\bdefault `?([^\\s`:]+)`?(?: [a-z ]+)?$");

  /** Whether the text says what a value that is left out means. */
  static boolean allowsAbsence(String text) {
    return text.matches("(?i).*\\b(default|absent)\\b.*");
  }

  /**
   * Reads a description.
   *
   * @param unit which bounds to look for
   */
  static Facets of(String text, Unit unit) {
    Optional<List<BigDecimal>> range = find(text, NUMBER + " to " + NUMBER, unit);
    return new Facets(
        range
            .map(r -> r.get(0))
            .or(() -> find(text, "\\bat least " + NUMBER, unit).map(r -> r.get(0))),
        range
            .map(r -> r.get(1))
            .or(() -> find(text, "\\bat most " + NUMBER, unit).map(r -> r.get(0))),
        find(text, "\\bmore than " + NUMBER, unit).map(r -> r.get(0)),
        find(text, "\\bless than " + NUMBER, unit).map(r -> r.get(0)),
        unit,
        Optional.of(MULTIPLE.matcher(text)).filter(Matcher::find).map(m -> number(m.group(1))),
        Optional.of(DEFAULT.matcher(text)).filter(Matcher::find).map(m -> m.group(1)));
  }

  private static Optional<List<BigDecimal>> find(String text, String form, Unit unit) {
    String suffix = unit == Unit.VALUE ? "(?!\\s+(?:characters|entries))" : unit.suffix;
    Matcher matcher = Pattern.compile(form + suffix).matcher(text);
    if (!matcher.find()) {
      return Optional.empty();
    }
    return Optional.of(
        java.util.stream.IntStream.rangeClosed(1, matcher.groupCount())
            .mapToObj(i -> number(matcher.group(i)))
            .toList());
  }

  /** With commas between thousands, an exponent, or as a power. */
  static BigDecimal number(String text) {
    String plain = text.replace(",", "");
    int power = plain.indexOf('^');
    return power < 0
        ? new BigDecimal(plain)
        : new BigDecimal(plain.substring(0, power))
            .pow(Integer.parseInt(plain.substring(power + 1)));
  }
}
