package io.baton.api.dashboard.newjob;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import java.util.Optional;

/** What can be typed for an option, and what becomes of it in JSON. */
public enum OptionKind {
  /** One line. */
  TEXT,
  /** Several lines. */
  LONG_TEXT,
  /** Whole or not; kept as it was written. */
  NUMBER,
  /** A number or a word. */
  NUMBER_OR_WORD,
  /** True, false, or neither. */
  FLAG,
  /** One of a few words, or none. */
  CHOICE,
  /** Texts, one a line. */
  LIST,
  /** Texts by name, {@code name=text} a line. */
  MAP;

  private static final int LONG = 1000;

  /** Empty for an object with fields of its own. */
  static Optional<OptionKind> of(JsonNode schema) {
    if (schema.has("enum")) {
      return Optional.of(CHOICE);
    }
    if (schema.has("oneOf")) {
      return Optional.of(NUMBER_OR_WORD);
    }
    if (Schemas.allows(schema, "boolean")) {
      return Optional.of(FLAG);
    }
    if (Schemas.allows(schema, "integer") || Schemas.allows(schema, "number")) {
      return Optional.of(NUMBER);
    }
    if (Schemas.allows(schema, "array")) {
      return Optional.of(LIST);
    }
    if (Schemas.allows(schema, "object")) {
      return schema.has("properties") ? Optional.empty() : Optional.of(MAP);
    }
    return Optional.of(schema.path("maxLength").asInt() >= LONG ? LONG_TEXT : TEXT);
  }

  /** As the page's scripts call it. */
  public String wireName() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  public boolean isChosen() {
    return this == FLAG || this == CHOICE;
  }

  /** Whether what is typed may need more than a line. */
  public boolean isTall() {
    return this == LONG_TEXT || this == LIST || this == MAP;
  }
}
