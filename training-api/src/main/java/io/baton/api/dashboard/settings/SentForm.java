package io.baton.api.dashboard.settings;

import io.baton.protocol.field.InvalidFieldException;
import jakarta.ws.rs.core.MultivaluedMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** What a reader typed. Fields that nobody filled in are as good as not there. */
record SentForm(MultivaluedMap<String, String> fields) {
  Optional<String> text(String name) {
    return texts(name).stream().findFirst();
  }

  List<String> texts(String name) {
    return fields.getOrDefault(name, List.of()).stream()
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .toList();
  }

  /** A value type, whose refusal is told under the field's name. */
  <T> Optional<T> value(String name, Function<String, T> type) {
    return text(name)
        .map(
            text -> {
              try {
                return type.apply(text);
              } catch (InvalidFieldException e) {
                throw new InvalidFieldException(name, e.requirement());
              }
            });
  }

  /** A whole number from a select, which nobody typed. */
  long number(String name, long least, long most) {
    String text = text(name).orElse("");
    if (text.matches("[0-9]{1,12}")) {
      long number = Long.parseLong(text);
      if (number >= least && number <= most) {
        return number;
      }
    }
    throw new InvalidFieldException(
        name, "must be a whole number from " + least + " to " + most + ", not '" + text + "'");
  }
}
