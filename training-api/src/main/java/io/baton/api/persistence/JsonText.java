package io.baton.api.persistence;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.baton.protocol.client.Json;

/** JSON as text, for parameters of SQL statements. */
public final class JsonText {
  private JsonText() {}

  public static String of(Object value) {
    try {
      return Json.mapper().writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot be written as JSON: " + value, e);
    }
  }
}
