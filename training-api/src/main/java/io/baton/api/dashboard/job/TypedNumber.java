package io.baton.api.dashboard.job;

import io.baton.protocol.field.InvalidFieldException;

/** Whole numbers as people type them. */
final class TypedNumber {
  private TypedNumber() {}

  static int of(String field, String typed) {
    String text = typed == null ? "" : typed.strip();
    if (!text.matches("[+-]?[0-9]+")) {
      throw new InvalidFieldException(field, "must be a whole number, not '" + text + "'");
    }
    try {
      return Integer.parseInt(text);
    } catch (NumberFormatException beyond) {
      throw new InvalidFieldException(field, "must be from -2147483648 to 2147483647, not " + text);
    }
  }

  /** A number that is already there, and so many more: at least 1. */
  static int sum(String field, String there, String more) {
    int number = of(field, more);
    if (number < 1) {
      throw new InvalidFieldException(field, "must be at least 1, not " + number);
    }
    return (int) Math.min(Integer.MAX_VALUE, (long) of("steps", there) + number);
  }
}
