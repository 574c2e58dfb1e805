package io.baton.protocol.label;

import io.baton.protocol.field.Fields;
import io.baton.protocol.field.InvalidFieldException;
import java.util.Optional;

/**
 * Chooses things by one label; its text is {@code key} or {@code key=value}.
 *
 * @param key the label's key, 1 to 63 characters
 * @param value the label's value, 1 to 255 characters; absent: any
 */
public record LabelSelector(String key, Optional<String> value) {
  public LabelSelector {
    value = Fields.orDefault(value, Optional.empty());
    try {
      Labels.requireValid(key, value.orElse("any"));
    } catch (InvalidFieldException e) {
      throw new InvalidFieldException(
          "label",
          "must be 'key' or 'key=value', the key of 1 to 63 of A-Z, a-z, 0-9, . _ - and /, the value"
              + " of 1 to 255 characters, not '"
              + key
              + value.map(text -> "=" + text).orElse("")
              + "'");
    }
  }

  public static LabelSelector parse(String text) {
    int equals = text.indexOf('=');
    return equals < 0
        ? new LabelSelector(text, Optional.empty())
        : new LabelSelector(text.substring(0, equals), Optional.of(text.substring(equals + 1)));
  }

  @Override
  public String toString() {
    return key + value.map(text -> "=" + text).orElse("");
  }
}
