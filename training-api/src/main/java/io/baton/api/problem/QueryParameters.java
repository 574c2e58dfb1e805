package io.baton.api.problem;

import io.baton.protocol.field.Fields;
import io.baton.protocol.field.InvalidFieldException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads query parameters so that a bad one is named in the answer. */
public final class QueryParameters {
  private QueryParameters() {}

  public static long wholeNumber(String name, String text, long min, long max) {
    try {
      return Fields.inRange(name, Long.parseLong(text), min, max);
    } catch (NumberFormatException e) {
      throw new InvalidFieldException(
          name, "must be a whole number from " + min + " to " + max + ", not '" + text + "'");
    }
  }

  public static <E> Optional<E> oneOf(
      String name, String text, E[] values, Function<E, String> wireName) {
    if (text == null) {
      return Optional.empty();
    }
    return Optional.of(
        Arrays.stream(values)
            .filter(value -> wireName.apply(value).equals(text))
            .findFirst()
            .orElseThrow(
                () ->
                    new InvalidFieldException(
                        name,
                        "must be one of "
                            + Arrays.stream(values).map(wireName).collect(Collectors.joining(", "))
                            + ", not '"
                            + text
                            + "'")));
  }

  /** Yes or no. */
  public static boolean flag(String name, String text) {
    if (!text.equals("true") && !text.equals("false")) {
      throw new InvalidFieldException(name, "must be true or false, not '" + text + "'");
    }
    return text.equals("true");
  }

  /** A time with its offset, as ISO 8601 has it. */
  public static Optional<Instant> time(String name, String text) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      throw new InvalidFieldException(
          name, "must be a time such as 2026-01-31T09:00:00Z, not '" + text + "'");
    }
  }

  /** A value type, whose refusal is told under the parameter's name. */
  public static <T> Optional<T> name(String name, String text, Function<String, T> type) {
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(type.apply(text));
    } catch (InvalidFieldException e) {
      throw new InvalidFieldException(name, e.requirement());
    }
  }
}
