package io.baton.api.pool.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.baton.protocol.client.Json;
import io.baton.protocol.pool.PolicyChange.FieldChange;
import io.baton.protocol.pool.PoolPolicy;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** What is not the same in two policies. */
public final class PolicyDifference {
  private PolicyDifference() {}

  /** By name of the field; lists count as a whole. */
  public static List<FieldChange> between(PoolPolicy before, PoolPolicy after) {
    List<FieldChange> changes = new ArrayList<>();
    compare("", Json.mapper().valueToTree(before), Json.mapper().valueToTree(after), changes);
    return List.copyOf(changes);
  }

  private static void compare(
      String path, JsonNode before, JsonNode after, List<FieldChange> changes) {
    if (before.equals(after)) {
      return;
    }
    if (!before.isObject() || !after.isObject()) {
      changes.add(new FieldChange(path, orNull(before), orNull(after)));
      return;
    }
    TreeSet<String> names = new TreeSet<>();
    before.fieldNames().forEachRemaining(names::add);
    after.fieldNames().forEachRemaining(names::add);
    for (String name : names) {
      compare(
          path.isEmpty() ? name : path + "." + name, before.path(name), after.path(name), changes);
    }
  }

  private static JsonNode orNull(JsonNode value) {
    return value.isMissingNode() ? NullNode.getInstance() : value;
  }
}
