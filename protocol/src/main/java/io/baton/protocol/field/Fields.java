package io.baton.protocol.field;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The checks that records of the contract make in their constructors. Each names the field it
 * refuses.
 */
public final class Fields {
  private Fields() {}

  public static <T> T required(String field, T value) {
    if (value == null) {
      throw new InvalidFieldException(field, "is missing");
    }
    return value;
  }

  public static <T> T orDefault(T value, T defaultValue) {
    return value == null ? defaultValue : value;
  }

  public static <T> Optional<T> orEmpty(Optional<T> value) {
    return value == null ? Optional.empty() : value;
  }

  public static <T> List<T> listOrEmpty(List<T> values) {
    return values == null ? List.of() : List.copyOf(values);
  }

  public static String text(String field, String value, int maxLength) {
    required(field, value);
    if (value.isBlank()) {
      throw new InvalidFieldException(field, "must not be blank");
    }
    if (value.indexOf('\0') >= 0) {
      throw new InvalidFieldException(field, "must not hold a null character");
    }
    if (value.length() > maxLength) {
      throw new InvalidFieldException(
          field, "must have at most " + maxLength + " characters, not " + value.length());
    }
    return value;
  }

  public static String matching(String field, String value, Pattern pattern, String requirement) {
    required(field, value);
    if (!pattern.matcher(value).matches()) {
      throw new InvalidFieldException(field, requirement);
    }
    return value;
  }

  public static int inRange(String field, int value, int min, int max) {
    if (value < min || value > max) {
      throw new InvalidFieldException(
          field, "must be from " + min + " to " + max + ", not " + value);
    }
    return value;
  }

  public static long inRange(String field, long value, long min, long max) {
    if (value < min || value > max) {
      throw new InvalidFieldException(
          field, "must be from " + min + " to " + max + ", not " + value);
    }
    return value;
  }

  /** Refuses NaN and infinities too: no comparison with them holds. */
  public static double inRange(String field, double value, double min, double max) {
    if (!(value >= min && value <= max)) {
      throw new InvalidFieldException(
          field, "must be from " + min + " to " + max + ", not " + value);
    }
    return value;
  }

  /** Refuses 0 as well. */
  public static double positive(String field, double value, double max) {
    if (!(value > 0 && value <= max)) {
      throw new InvalidFieldException(
          field, "must be more than 0 and at most " + max + ", not " + value);
    }
    return value;
  }

  /** From 0 up to, but not including, 1. */
  public static double fraction(String field, double value) {
    if (!(value >= 0 && value < 1)) {
      throw new InvalidFieldException(field, "must be at least 0 and less than 1, not " + value);
    }
    return value;
  }

  /** Refuses a value that the chosen ones make meaningless. */
  public static void absent(String field, Optional<?> value, String requirement) {
    if (value.isPresent()) {
      throw new InvalidFieldException(field, requirement);
    }
  }

  public static Instant inRange(String field, Instant value, Instant min, Instant max) {
    if (value.isBefore(min) || value.isAfter(max)) {
      throw new InvalidFieldException(
          field, "must be from " + min + " to " + max + ", not " + value);
    }
    return value;
  }
}
