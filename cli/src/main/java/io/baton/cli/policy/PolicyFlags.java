package io.baton.cli.policy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.baton.cli.document.Documents;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/** The fields of a policy as options; their names are those of the fields with hyphens. */
final class PolicyFlags {
  /** An option, the field of the policy, and help. */
  private record Flag(String name, String path, Class<?> type, String label, String description) {}

  private static final List<Flag> FLAGS =
      List.of(
          whole("--min-replicas", "minReplicas", "Nodes that run even with nothing to do."),
          whole("--max-replicas", "maxReplicas", "Nodes that are never exceeded."),
          whole("--jobs-per-node", "jobsPerNode", "Jobs that one node is meant to work off."),
          whole("--idle-seconds", "idleSeconds", "How long a node stays that is not needed."),
          whole("--zero-idle-seconds", "zeroIdleSeconds", "The same of the last node."),
          whole("--step-up", "stepUp", "Most replicas that one decision adds."),
          whole("--step-down", "stepDown", "Most replicas that one decision takes away."),
          whole("--up-cooldown-seconds", "upCooldownSeconds", "Pause after replicas were added."),
          whole(
              "--down-cooldown-seconds",
              "downCooldownSeconds",
              "Pause after a change, before replicas are taken away."),
          whole(
              "--provision-seconds",
              "provisionSeconds",
              "How long a replica may take until its node asks for work."),
          whole("--drain-seconds", "drainSeconds", "How long a node may take to give a job back."),
          number("--node-price", "nodePricePerHour", "What an hour of one node costs."),
          number("--max-hourly-cost", "maxHourlyCost", "What all nodes may cost in an hour."),
          new Flag("--paused", "paused", Boolean.class, "", "Replicas stay as they are."),
          new Flag("--decide-only", "dryRun", Boolean.class, "", "Decisions are only recorded."),
          whole(
              "--max-failures",
              "reallocation.maxFailures",
              "Jobs that may fail on a node within the window."),
          whole("--window-seconds", "reallocation.windowSeconds", "That window."),
          whole(
              "--silent-seconds",
              "reallocation.silentSeconds",
              "How long a running node may say nothing."),
          number(
              "--slow-z-score",
              "reallocation.slowZScore",
              "How far below the median a node's speed may be."),
          whole(
              "--min-samples",
              "reallocation.minSamples",
              "Measured nodes of a class before one is called slow."),
          number(
              "--max-share-per-hour",
              "reallocation.maxSharePerHour",
              "Part of the nodes that may be replaced in an hour."),
          whole(
              "--ban-seconds",
              "reallocation.banSeconds",
              "How long a replaced machine gets no work."));

  private PolicyFlags() {}

  private static Flag whole(String name, String path, String description) {
    return new Flag(name, path, Integer.class, "N", description);
  }

  private static Flag number(String name, String path, String description) {
    return new Flag(name, path, Double.class, "N", description);
  }

  static List<String> paths() {
    return FLAGS.stream().map(Flag::path).toList();
  }

  static void addTo(CommandSpec command) {
    for (Flag flag : FLAGS) {
      OptionSpec.Builder option =
          OptionSpec.builder(flag.name()).type(flag.type()).description(flag.description());
      command.addOption(
          flag.type() == Boolean.class
              ? option.arity("0").negatable(true).build()
              : option.arity("1").paramLabel(flag.label()).build());
    }
  }

  /** Puts what was given into a policy; says whether there was anything. */
  static boolean into(ObjectNode policy, ParseResult parsed) {
    boolean any = false;
    for (Flag flag : FLAGS) {
      if (parsed.hasMatchedOption(flag.name())) {
        Documents.set(policy, flag.path(), parsed.<Object>matchedOptionValue(flag.name(), null));
        any = true;
      }
    }
    return any;
  }

  /** The option of a field. */
  static String optionOf(String path) {
    return FLAGS.stream()
        .filter(flag -> flag.path().equals(path))
        .map(Flag::name)
        .findFirst()
        .orElse("'" + path + "'");
  }
}
