package io.baton.protocol.label;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.baton.protocol.field.Fields;
import io.baton.protocol.field.InvalidFieldException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * What users and operators note on their things, to find them again or to choose by.
 *
 * @param values at most 32; keys of 1 to 63 of A-Z, a-z, 0-9, {@code . _ - /}, values of 1 to 255
 *     characters
 */
public record Labels(@JsonValue Map<String, String> values) {
  public static final Labels NONE = new Labels(Map.of());

  private static final int MAX_LABELS = 32;
  private static final int MAX_VALUE_LENGTH = 255;
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._/-]{0,62}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Labels {
    Fields.required("labels", values);
    Fields.inRange("labels", values.size(), 0, MAX_LABELS);
    values.forEach(Labels::requireValid);
    values = Collections.unmodifiableMap(new TreeMap<>(values));
  }

  static void requireValid(String key, String value) {
    if (key == null || !KEY.matcher(key).matches()) {
      throw new InvalidFieldException(
          "labels", "must have keys of 1 to 63 of A-Z, a-z, 0-9, . _ - and /, not '" + key + "'");
    }
    Fields.text("labels." + key, value, MAX_VALUE_LENGTH);
  }

  /** Whether every one of these is among the given. */
  public boolean allIn(Labels others) {
    return others.values.entrySet().containsAll(values.entrySet());
  }

  /** These and the others, which win where both have a key. */
  public Labels with(Labels others) {
    Map<String, String> all = new TreeMap<>(values);
    all.putAll(others.values);
    return new Labels(all);
  }

  public boolean isEmpty() {
    return values.isEmpty();
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
