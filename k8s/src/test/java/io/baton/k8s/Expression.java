package io.baton.k8s;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which metrics and labels an expression of Prometheus names. No parser of the language: it tells
 * names from functions and keywords by what stands around them.
 *
 * @param selectors the metrics, each with the labels that its matchers name
 * @param groupings labels that {@code by}, {@code without}, {@code on} and {@code ignoring} name
 */
record Expression(List<Selector> selectors, Set<String> groupings) {
  private static final Pattern GROUPING =
      Pattern.compile("\\b(?:by|without|on|ignoring|group_left|group_right)\\s*\\(([^)]*)\\)");
  private static final Pattern TEXT_OR_RANGE =
      Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|\\[[^\\]]*\\]|\\$\\w+|\\$\\{\\w+\\}");
  private static final Pattern SELECTOR =
      Pattern.compile("\\b([a-zA-Z_:][\\w:]*)\\b(\\s*\\()?(?:\\s*\\{([^}]*)\\})?");
  private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*(?:=~|!~|!=|=)");
  private static final Set<String> WORDS =
      Set.of("and", "or", "unless", "bool", "offset", "by", "without", "on", "ignoring");

  /** A metric, and the labels that it is chosen by. */
  record Selector(String metric, Set<String> labels) {}

  static Expression of(String text) {
    String bare = TEXT_OR_RANGE.matcher(text).replaceAll(" ");
    Set<String> groupings = new TreeSet<>();
    Matcher grouping = GROUPING.matcher(bare);
    while (grouping.find()) {
      for (String label : grouping.group(1).split(",")) {
        if (!label.isBlank()) {
          groupings.add(label.strip());
        }
      }
    }
    List<Selector> selectors = new ArrayList<>();
    Matcher selector = SELECTOR.matcher(grouping.replaceAll(" "));
    while (selector.find()) {
      boolean function = selector.group(2) != null;
      if (!function && !WORDS.contains(selector.group(1))) {
        selectors.add(new Selector(selector.group(1), labels(selector.group(3))));
      }
    }
    return new Expression(selectors, groupings);
  }

  private static Set<String> labels(String matchers) {
    Set<String> labels = new TreeSet<>();
    if (matchers != null) {
      LABEL.matcher(matchers).results().forEach(label -> labels.add(label.group(1)));
    }
    return labels;
  }
}
