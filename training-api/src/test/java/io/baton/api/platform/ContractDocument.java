package io.baton.api.platform;

import static io.baton.api.platform.TestApi.get;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.baton.protocol.client.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The OpenAPI document that the service serves. */
public final class ContractDocument {
  private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "patch");

  private final JsonNode root;

  private ContractDocument(JsonNode root) {
    this.root = root;
  }

  public static ContractDocument served() {
    try {
      return new ContractDocument(Json.mapper().readTree(get("/openapi?format=json").asString()));
    } catch (JsonProcessingException e) {
      throw new AssertionError("/openapi is not JSON", e);
    }
  }

  /** By name. */
  public List<Map.Entry<String, JsonNode>> schemas() {
    return entries(root.at("/components/schemas"));
  }

  public List<Operation> operations() {
    List<Operation> operations = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : entries(root.path("paths"))) {
      for (Map.Entry<String, JsonNode> method : entries(path.getValue())) {
        if (METHODS.contains(method.getKey())) {
          operations.add(new Operation(method.getKey(), path.getKey(), method.getValue()));
        }
      }
    }
    return operations;
  }

  /** The node itself, or what its reference points to. */
  public JsonNode resolve(JsonNode node) {
    String reference = node.path("$ref").asText("");
    return reference.isEmpty() ? node : root.at(reference.substring(1));
  }

  public static List<Map.Entry<String, JsonNode>> entries(JsonNode object) {
    List<Map.Entry<String, JsonNode>> entries = new ArrayList<>();
    object.fields().forEachRemaining(entries::add);
    return entries;
  }

  /** Whether a schema allows a JSON type; {@code type} is a name or a list of names. */
  public static boolean allows(JsonNode schema, String type) {
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

  /**
   * One method at one path.
   *
   * @param method in lower case
   * @param path with names in braces
   */
  public record Operation(String method, String path, JsonNode node) {
    public List<JsonNode> parameters() {
      List<JsonNode> parameters = new ArrayList<>();
      node.path("parameters").forEach(parameters::add);
      return parameters;
    }

    @Override
    public String toString() {
      return method.toUpperCase(java.util.Locale.ROOT) + " " + path;
    }
  }
}
