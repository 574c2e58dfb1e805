package io.baton.api.dashboard.pool;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.baton.protocol.client.Json;
import io.baton.protocol.pool.PoolPolicy;
import jakarta.ws.rs.core.MultivaluedMap;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A policy as it was typed: by path of the field, with {@code schedules[0].cron} for those of
 * schedules. Fields that are empty are left out.
 */
record PolicyForm(Map<String, String> values) {
  private static final Pattern OF_SCHEDULE = Pattern.compile("schedules\\[(\\d{1,3})]\\.(\\w+)");

  PolicyForm {
    values = Map.copyOf(values);
  }

  /** A value that is not of its field's kind. */
  static final class IllegibleException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient Map<String, String> errors;

    IllegibleException(Map<String, String> errors) {
      super(errors.toString());
      this.errors = errors;
    }

    Map<String, String> errors() {
      return errors;
    }
  }

  static PolicyForm of(PoolPolicy policy) {
    JsonNode tree = Json.mapper().valueToTree(policy);
    Map<String, String> values = new TreeMap<>();
    for (PolicyFields.Field field : PolicyFields.FLAT) {
      JsonNode value = tree.at("/" + field.path().replace('.', '/'));
      put(values, field.path(), text(field.kind(), value));
    }
    for (int i = 0; i < policy.schedules().size(); i++) {
      for (PolicyFields.Field field : PolicyFields.OF_SCHEDULE) {
        JsonNode value = tree.at("/schedules/" + i + "/" + field.path());
        put(values, schedule(i, field), text(field.kind(), value));
      }
    }
    return new PolicyForm(values);
  }

  static PolicyForm of(MultivaluedMap<String, String> sent) {
    Map<String, String> values = new TreeMap<>();
    for (PolicyFields.Field field : PolicyFields.FLAT) {
      put(values, field.path(), sent.getFirst(field.path()));
    }
    sent.forEach(
        (name, value) -> {
          if (OF_SCHEDULE.matcher(name).matches()) {
            put(values, name, value.isEmpty() ? null : value.get(0));
          }
        });
    return new PolicyForm(values);
  }

  private static void put(Map<String, String> values, String path, String text) {
    if (text != null && !text.isBlank()) {
      values.put(path, text.strip().replace("\r\n", "\n"));
    }
  }

  private static String text(PolicyFields.Kind kind, JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    return switch (kind) {
      case WHOLE, TEXT -> value.asText();
      case NUMBER -> new BigDecimal(value.asText()).stripTrailingZeros().toPlainString();
      case SWITCH -> value.asBoolean() ? "true" : null;
      case LINES -> {
        List<String> lines = new ArrayList<>();
        value.forEach(line -> lines.add(line.asText()));
        yield String.join("\n", lines);
      }
      case LABELS ->
          value.properties().stream()
              .map(label -> label.getKey() + "=" + label.getValue().asText())
              .collect(Collectors.joining("\n"));
    };
  }

  String value(String path) {
    return values.getOrDefault(path, "");
  }

  static String schedule(int number, PolicyFields.Field field) {
    return "schedules[" + number + "]." + field.path();
  }

  /** How many rows of schedules there are. */
  int schedules() {
    return values.keySet().stream()
        .map(OF_SCHEDULE::matcher)
        .filter(Matcher::matches)
        .mapToInt(found -> Integer.parseInt(found.group(1)) + 1)
        .max()
        .orElse(0);
  }

  /** Without one of the schedules; those after it move up. */
  PolicyForm withoutSchedule(int number) {
    Map<String, String> kept = new TreeMap<>();
    values.forEach(
        (path, text) -> {
          Matcher found = OF_SCHEDULE.matcher(path);
          if (!found.matches()) {
            kept.put(path, text);
            return;
          }
          int row = Integer.parseInt(found.group(1));
          if (row != number) {
            kept.put("schedules[" + (row > number ? row - 1 : row) + "]." + found.group(2), text);
          }
        });
    return new PolicyForm(kept);
  }

  /** Rows in which nothing is left are gone; the others move up. */
  PolicyForm withoutEmptySchedules() {
    PolicyForm form = this;
    for (int row = schedules() - 1; row >= 0; row--) {
      String begin = "schedules[" + row + "].";
      if (form.values.keySet().stream().noneMatch(path -> path.startsWith(begin))) {
        form = form.withoutSchedule(row);
      }
    }
    return form;
  }

  /**
   * What this one changed about a base, done to another: what both changed stays as it is here.
   * Schedules count as a whole.
   */
  PolicyForm onto(PolicyForm base, PolicyForm other) {
    Map<String, String> merged = new TreeMap<>();
    boolean ownSchedules = !part(this, true).equals(part(base, true));
    merged.putAll(part(ownSchedules ? this : other, true));
    Set<String> paths = new HashSet<>(part(this, false).keySet());
    paths.addAll(part(other, false).keySet());
    for (String path : paths) {
      boolean own = !value(path).equals(base.value(path));
      put(merged, path, own ? value(path) : other.value(path));
    }
    return new PolicyForm(merged);
  }

  private static Map<String, String> part(PolicyForm form, boolean schedules) {
    return form.values.entrySet().stream()
        .filter(entry -> OF_SCHEDULE.matcher(entry.getKey()).matches() == schedules)
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /** As the contract takes it. */
  ObjectNode json() throws IllegibleException {
    Map<String, String> errors = new TreeMap<>();
    ObjectNode policy = Json.mapper().createObjectNode();
    for (PolicyFields.Field field : PolicyFields.FLAT) {
      if (values.containsKey(field.path())) {
        set(policy, field.path(), field, value(field.path()), errors);
      }
    }
    for (int row = 0; row < schedules(); row++) {
      ObjectNode schedule = policy.withArray(PolicyFields.SCHEDULES).addObject();
      for (PolicyFields.Field field : PolicyFields.OF_SCHEDULE) {
        String path = schedule(row, field);
        if (values.containsKey(path)) {
          set(schedule, path, field, value(path), errors);
        }
      }
    }
    if (!errors.isEmpty()) {
      throw new IllegibleException(errors);
    }
    return policy;
  }

  private static void set(
      ObjectNode within,
      String path,
      PolicyFields.Field field,
      String text,
      Map<String, String> errors) {
    String[] names = field.path().split("\\.");
    ObjectNode parent = names.length == 1 ? within : within.withObjectProperty(names[0]);
    String name = names[names.length - 1];
    switch (field.kind()) {
      case TEXT -> parent.put(name, text);
      case SWITCH -> parent.put(name, true);
      case LINES ->
          text.lines()
              .map(String::strip)
              .filter(line -> !line.isEmpty())
              .forEach(parent.withArray(name)::add);
      case LABELS -> labels(parent.putObject(name), path, text, errors);
      case WHOLE -> {
        if (text.matches("-?[0-9]{1,18}")) {
          parent.put(name, Long.parseLong(text));
        } else {
          errors.put(path, "must be a whole number, not '" + text + "'");
        }
      }
      case NUMBER -> {
        if (text.matches("-?[0-9]{1,18}(\\.[0-9]{1,18})?")) {
          parent.put(name, Double.parseDouble(text));
        } else {
          errors.put(path, "must be a number such as 0.29, not '" + text + "'");
        }
      }
    }
  }

  private static void labels(
      ObjectNode labels, String path, String text, Map<String, String> errors) {
    for (String line : text.lines().map(String::strip).filter(each -> !each.isEmpty()).toList()) {
      int sign = line.indexOf('=');
      if (sign < 1) {
        errors.put(path, "must be a line key=value for each label, not '" + line + "'");
      } else {
        labels.put(line.substring(0, sign).strip(), line.substring(sign + 1).strip());
      }
    }
  }
}
