package io.baton.k8s;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorRequirement;
import java.util.Map;

/** Which labels a selector selects. */
final class Selectors {
  private Selectors() {}

  static boolean selects(LabelSelector selector, Map<String, String> labels) {
    return includes(labels, selector.getMatchLabels())
        && selector.getMatchExpressions().stream().allMatch(rule -> meets(rule, labels));
  }

  static boolean includes(Map<String, String> labels, Map<String, String> wanted) {
    return wanted == null || labels.entrySet().containsAll(wanted.entrySet());
  }

  private static boolean meets(LabelSelectorRequirement rule, Map<String, String> labels) {
    String value = labels.get(rule.getKey());
    return switch (rule.getOperator()) {
      case "In" -> value != null && rule.getValues().contains(value);
      case "NotIn" -> value == null || !rule.getValues().contains(value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      default ->
          throw new InvalidManifestException("a selector has the operator " + rule.getOperator());
    };
  }
}
