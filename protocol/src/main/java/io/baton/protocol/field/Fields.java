package io.baton.protocol.field;

import java.util.List;
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
}
