package io.baton.cli.document;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A field that two documents do not have in common.
 *
 * @param field with a dot before each inner one
 * @param before absent where it was not there
 * @param after absent where it is no more
 */
public record Difference(String field, Optional<JsonNode> before, Optional<JsonNode> after) {

  /** What differs, in the order of the fields. */
  public static List<Difference> between(JsonNode before, JsonNode after) {
    Map<String, JsonNode> old = leaves(before);
    Map<String, JsonNode> fresh = leaves(after);
    Set<String> fields = new LinkedHashSet<>(old.keySet());
    fields.addAll(fresh.keySet());
    return fields.stream()
        .filter(field -> !same(old.get(field), fresh.get(field)))
        .filter(field -> fields.stream().noneMatch(inner -> inner.startsWith(field + ".")))
        .map(
            field ->
                new Difference(
                    field,
                    Optional.ofNullable(old.get(field)),
                    Optional.ofNullable(fresh.get(field))))
        .toList();
  }

  private static boolean same(JsonNode one, JsonNode other) {
    if (one == null || other == null) {
      return one == other;
    }
    // 1 and 1.0 are the same number.
    return one.isNumber() && other.isNumber()
        ? one.asDouble() == other.asDouble()
        : one.equals(other);
  }

  private static Map<String, JsonNode> leaves(JsonNode document) {
    Map<String, JsonNode> leaves = new LinkedHashMap<>();
    collect("", document, leaves);
    return leaves;
  }

  private static void collect(String path, JsonNode node, Map<String, JsonNode> leaves) {
    if (node.isObject() && (path.isEmpty() || !node.isEmpty())) {
      node.fields()
          .forEachRemaining(
              entry ->
                  collect(
                      path.isEmpty() ? entry.getKey() : path + "." + entry.getKey(),
                      entry.getValue(),
                      leaves));
    } else if (!node.isNull()) {
      leaves.put(path, node);
    }
  }

  /** {@code maxReplicas 10 -> 20}. */
  public String text() {
    return field
        + "  "
        + before.map(Difference::value).orElse("(none)")
        + " → "
        + after.map(Difference::value).orElse("(none)");
  }

  /** A value as people write it. */
  public static String value(JsonNode node) {
    return node.isTextual() ? node.asText() : node.toString();
  }
}
