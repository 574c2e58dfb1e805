package io.baton.protocol.job.command;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.baton.protocol.field.Fields;
import io.baton.protocol.field.InvalidFieldException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * Variables of a command's process. They are no place for secrets: whoever may see the job, or its
 * process on the node, sees them.
 *
 * @param values at most 100; names of 1 to 128 of A-Z, a-z, 0-9 and _ that do not start with a
 *     digit or with BATON_, values of at most 8,000 characters
 */
public record Environment(@JsonValue Map<String, String> values) {
  public static final Environment NONE = new Environment(Map.of());

  private static final int MAX_VARIABLES = 100;
  private static final int MAX_VALUE_LENGTH = 8000;
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,127}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public Environment {
    Fields.required("environment", values);
    Fields.inRange("environment", values.size(), 0, MAX_VARIABLES);
    values.forEach(Environment::requireValid);
    values = Collections.unmodifiableMap(new TreeMap<>(values));
  }

  private static void requireValid(String name, String value) {
    if (name == null || !NAME.matcher(name).matches()) {
      throw new InvalidFieldException(
          "environment", "must have names of 1 to 128 of A-Z, a-z, 0-9 and _, not '" + name + "'");
    }
    if (name.startsWith("BATON_")) {
      throw new InvalidFieldException(
          "environment", "must not set " + name + ": names with BATON_ belong to the node");
    }
    Fields.required("environment." + name, value);
    if (value.indexOf('\0') >= 0 || value.length() > MAX_VALUE_LENGTH) {
      throw new InvalidFieldException(
          "environment." + name,
          "must have at most " + MAX_VALUE_LENGTH + " characters, none of them null");
    }
  }

  @Override
  public String toString() {
    return values.toString();
  }
}
