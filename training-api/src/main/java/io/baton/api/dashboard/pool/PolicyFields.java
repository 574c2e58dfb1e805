package io.baton.api.dashboard.pool;

import io.baton.api.contract.KeptJavadoc;
import io.baton.protocol.pool.NodeKind;
import io.baton.protocol.pool.PolicySchedule;
import io.baton.protocol.pool.PoolPolicy;
import io.baton.protocol.pool.ReallocationRules;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The fields of a policy as forms have them: their types and help are those of the contract. */
final class PolicyFields {
  /** What a field takes. */
  enum Kind {
    WHOLE,
    NUMBER,
    SWITCH,
    TEXT,
    LINES,
    LABELS
  }

  /**
   * A field.
   *
   * @param path as JSON has it, with a dot before an inner name
   * @param help what the contract says about it
   */
  record Field(String path, Kind kind, String help) {
    /** The last part of the path in words. */
    String label() {
      String name = path.substring(path.lastIndexOf('.') + 1);
      String words = name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
      return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }
  }

  /** Fields that belong together. */
  record Group(String title, List<Field> fields) {}

  static final String SCHEDULES = "schedules";
  static final List<Field> OF_SCHEDULE = of(PolicySchedule.class, "", Set.of());

  /** Those with a group of their own; all others are found by the record's components. */
  private static final Map<String, List<String>> TITLES = titles();

  static final List<Group> GROUPS = groups();

  /** All but schedules, by path. */
  static final List<Field> FLAT =
      GROUPS.stream().flatMap(group -> group.fields().stream()).toList();

  private PolicyFields() {}

  private static Map<String, List<String>> titles() {
    Map<String, List<String>> titles = new LinkedHashMap<>();
    titles.put("Size", List.of("minReplicas", "maxReplicas", "jobsPerNode"));
    titles.put("Idle nodes", List.of("idleSeconds", "zeroIdleSeconds"));
    titles.put("Cost", List.of("nodePricePerHour", "maxHourlyCost"));
    titles.put("Switches", List.of("paused", "dryRun"));
    return titles;
  }

  private static List<Group> groups() {
    List<Field> own = of(PoolPolicy.class, "", Set.of(SCHEDULES, "nodes", "reallocation"));
    Map<String, List<Field>> groups = new LinkedHashMap<>();
    TITLES.keySet().forEach(title -> groups.put(title, new ArrayList<>()));
    groups.put("Pace", new ArrayList<>());
    for (Field field : own) {
      String title =
          TITLES.entrySet().stream()
              .filter(entry -> entry.getValue().contains(field.path()))
              .map(Map.Entry::getKey)
              .findFirst()
              .orElse("Pace");
      groups.get(title).add(field);
    }
    groups.put("What every node is", of(NodeKind.class, "nodes.", Set.of()));
    groups.put("Which nodes are replaced", of(ReallocationRules.class, "reallocation.", Set.of()));
    return groups.entrySet().stream()
        .map(entry -> new Group(entry.getKey(), List.copyOf(entry.getValue())))
        .toList();
  }

  private static List<Field> of(Class<? extends Record> type, String within, Set<String> but) {
    Map<String, String> help = KeptJavadoc.ofComponents(type);
    return Arrays.stream(type.getRecordComponents())
        .filter(component -> !but.contains(component.getName()))
        .map(
            component ->
                new Field(
                    within + component.getName(),
                    kind(component),
                    help.getOrDefault(component.getName(), "")))
        .toList();
  }

  private static Kind kind(RecordComponent component) {
    Type type = component.getGenericType();
    if (component.getType() == Optional.class) {
      type = ((ParameterizedType) type).getActualTypeArguments()[0];
    }
    if (type == Integer.class || type == Long.class) {
      return Kind.WHOLE;
    }
    if (type == Double.class) {
      return Kind.NUMBER;
    }
    if (type == Boolean.class) {
      return Kind.SWITCH;
    }
    if (component.getType() == List.class) {
      return Kind.LINES;
    }
    return type == String.class ? Kind.TEXT : Kind.LABELS;
  }

  /** The help of the schedules as a whole. */
  static String schedulesHelp() {
    return KeptJavadoc.ofComponents(PoolPolicy.class).getOrDefault(SCHEDULES, "");
  }
}
