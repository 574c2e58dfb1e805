package io.baton.cli;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What picocli says about a value that an option does not take, in Baton's words. */
final class InvalidValue {
  private static final Pattern INVALID =
      Pattern.compile(
          "Invalid value for (?:option|positional parameter) .+?: (.*)", Pattern.DOTALL);
  private static final Pattern NOT_OF =
      Pattern.compile(
          "expected one of \\[(.*)] \\(case-insensitive\\) but was ('.*')", Pattern.DOTALL);
  private static final Pattern NO_NUMBER =
      Pattern.compile("('.*') is not an? (int|long|double)", Pattern.DOTALL);

  private InvalidValue() {}

  /** What belongs behind the option's name; empty: picocli said something else. */
  static Optional<String> of(String message) {
    Matcher invalid = INVALID.matcher(message);
    return invalid.matches() ? Optional.of(problem(invalid.group(1))) : Optional.empty();
  }

  private static String problem(String reason) {
    Matcher choice = NOT_OF.matcher(reason);
    if (choice.matches()) {
      return "must be of " + choice.group(1).toLowerCase(Locale.ROOT) + ", not " + choice.group(2);
    }
    Matcher number = NO_NUMBER.matcher(reason);
    if (number.matches()) {
      String kind = number.group(2).equals("double") ? "a number" : "a whole number";
      return "must be " + kind + ", not " + number.group(1);
    }
    return reason.startsWith("must ") ? reason : "is wrong: " + reason;
  }
}
