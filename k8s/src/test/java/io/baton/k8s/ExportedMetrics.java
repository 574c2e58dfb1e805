package io.baton.k8s;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What the services export. The lists of the two services are held against their real scrapes by
 * tests of theirs, and so is the page of the nodes.
 *
 * @param labelsByName each metric with its labels
 */
record ExportedMetrics(Map<String, Set<String>> labelsByName) {
  /** Prometheus itself sets these on every series of a pod. */
  private static final Set<String> OF_THE_TARGET =
      Set.of("job", "instance", "namespace", "pod", "container", "service", "endpoint");

  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| `(baton_node_[a-z_]+)`[^|]* \\| (\\w+) \\| (.*) \\|$");
  private static final Pattern WORD = Pattern.compile("`([a-z_]+)`");

  static ExportedMetrics ofServices() {
    Map<String, Set<String>> metrics = new TreeMap<>();
    metrics.put("up", Set.of());
    for (String list : Repository.files("k8s/metrics", ".txt")) {
      for (String line : Repository.text(list).lines().toList()) {
        String[] words = line.split(" ");
        metrics.put(words[0], new TreeSet<>(Arrays.asList(words).subList(1, words.length)));
      }
    }
    Matcher row = ROW.matcher(Repository.text("docs/trainer-node.md"));
    while (row.find()) {
      metrics.put(
          row.group(1),
          WORD.matcher(row.group(3))
              .results()
              .map(word -> word.group(1))
              .collect(Collectors.toSet()));
    }
    return new ExportedMetrics(metrics);
  }

  /** Why nothing can come of an expression; empty: it names only what there is. */
  Set<String> findings(String expression) {
    Set<String> findings = new TreeSet<>();
    Expression parsed = Expression.of(expression);
    Set<String> known = new TreeSet<>(OF_THE_TARGET);
    for (Expression.Selector selector : parsed.selectors()) {
      Set<String> labels = labelsByName.get(selector.metric());
      if (labels == null) {
        findings.add("nobody exports " + selector.metric() + ": " + expression);
        continue;
      }
      known.addAll(labels);
      selector.labels().stream()
          .filter(label -> !labels.contains(label) && !OF_THE_TARGET.contains(label))
          .forEach(
              label ->
                  findings.add(selector.metric() + " has no label " + label + ": " + expression));
    }
    if (parsed.selectors().isEmpty()) {
      findings.add("it names no metric: " + expression);
    }
    parsed.groupings().stream()
        .filter(label -> !known.contains(label))
        .forEach(label -> findings.add("nothing has the label " + label + ": " + expression));
    return findings;
  }
}
