package io.baton.api.dashboard.newjob;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** The schemas of an OpenAPI document. */
final class Schemas {
  private static final String REFERENCE = "$ref";

  private final JsonNode document;

  Schemas(JsonNode document) {
    this.document = document;
  }

  JsonNode named(String name) {
    return document.at("/components/schemas/" + name);
  }

  /**
   * The schema with what it refers to. What it says itself, such as its description, wins; {@code
   * optional} is added where null may stand for an object.
   */
  JsonNode resolved(JsonNode schema) {
    if (schema.has("anyOf")) {
      ObjectNode resolved = resolved(schema.path("anyOf").path(0)).deepCopy();
      resolved.put("optional", true);
      return described(resolved, schema);
    }
    if (!schema.has(REFERENCE)) {
      return schema;
    }
    ObjectNode resolved = document.at(schema.path(REFERENCE).asText().substring(1)).deepCopy();
    return described(resolved, schema);
  }

  private static JsonNode described(ObjectNode resolved, JsonNode by) {
    resolved.set("about", resolved.path("description"));
    if (by.has("description")) {
      resolved.set("description", by.get("description"));
    }
    if (by.has("default")) {
      resolved.set("default", by.get("default"));
    }
    return resolved;
  }

  /** Whether a schema allows a JSON type; {@code type} is a name or a list of names. */
  static boolean allows(JsonNode schema, String type) {
    JsonNode types = schema.path("type");
    if (types.isArray()) {
      for (JsonNode each : types) {
        if (each.asText().equals(type)) {
          return true;
        }
      }
    }
    return types.asText().equals(type);
  }
}
