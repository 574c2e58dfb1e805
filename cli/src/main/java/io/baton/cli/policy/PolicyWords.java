package io.baton.cli.policy;

import io.baton.cli.terminal.Words;
import io.baton.protocol.pool.NodeKind;
import io.baton.protocol.pool.PolicySchedule;
import io.baton.protocol.pool.PoolPolicy;
import io.baton.protocol.pool.ReallocationRules;
import io.baton.protocol.pool.StoredPoolPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Says what a policy means. */
public final class PolicyWords {
  private PolicyWords() {}

  /** Who set it and when. */
  public static String version(StoredPoolPolicy stored) {
    if (!stored.isSet()) {
      return "which nobody has set: these are the defaults";
    }
    return "version "
        + stored.version()
        + stored.updatedBy().map(name -> ", set by '" + name + "'").orElse("")
        + stored.updatedAt().map(at -> " at " + Words.dateAndTime(at)).orElse("");
  }

  /** The most important of it. */
  public static List<String> summary(PoolPolicy policy) {
    List<String> sentences = new ArrayList<>();
    if (policy.paused()) {
      sentences.add("It is PAUSED: replicas stay as they are, whatever the demand.");
    }
    if (policy.dryRun()) {
      sentences.add("It is a DRY RUN: decisions are recorded, and nothing is done.");
    }
    sentences.add(
        policy.minReplicas().equals(policy.maxReplicas())
            ? "There are always " + Words.count(policy.minReplicas(), "node") + "."
            : "There are "
                + policy.minReplicas()
                + " to "
                + Words.count(policy.maxReplicas(), "node")
                + ", one for every "
                + (policy.jobsPerNode() == 1
                    ? "job that waits or runs."
                    : policy.jobsPerNode() + " jobs that wait or run."));
    policy
        .maxHourlyCost()
        .ifPresent(
            cost ->
                sentences.add(
                    "They cost at most "
                        + Words.money(cost)
                        + " an hour, that is "
                        + Words.count(affordable(policy, cost), "node")
                        + " at "
                        + policy.nodePricePerHour().map(Words::money).orElse("?")
                        + "."));
    return sentences;
  }

  private static long affordable(PoolPolicy policy, double cost) {
    double price = policy.nodePricePerHour().orElse(0.0);
    return price <= 0
        ? policy.maxReplicas()
        : (long) Math.min(1e6, Math.floor(cost / price + 1e-9));
  }

  /** All of it, a sentence for each rule. */
  public static List<String> all(PoolPolicy policy) {
    List<String> sentences = new ArrayList<>(summary(policy));
    sentences.add(
        "A node that is not needed goes after "
            + time(policy.idleSeconds())
            + "; the last one after "
            + time(policy.zeroIdleSeconds())
            + ".");
    sentences.add(steps("adds", policy.stepUp(), policy.upCooldownSeconds(), "additions"));
    sentences.add(
        steps("takes away", policy.stepDown(), policy.downCooldownSeconds(), "any change"));
    sentences.add(
        "A replica whose node does not ask for work within "
            + time(policy.provisionSeconds())
            + " counts as not to be had.");
    sentences.add(
        "A node that is to go is drained first, and has "
            + time(policy.drainSeconds())
            + " to write a checkpoint and give its job back.");
    if (policy.maxHourlyCost().isEmpty()) {
      sentences.add(
          policy
              .nodePricePerHour()
              .map(
                  price ->
                      "An hour of a node costs "
                          + Words.money(price)
                          + "; nothing limits the cost.")
              .orElse("No price is known, so costs are not counted."));
    }
    policy.schedules().forEach(schedule -> sentences.add(schedule(schedule)));
    policy.nodes().ifPresent(kind -> sentences.add(kind(kind)));
    sentences.addAll(reallocation(policy.reallocation()));
    return sentences;
  }

  private static String steps(String does, int most, int pause, String after) {
    String amount = most >= PoolPolicy.MOST_REPLICAS ? "as many as are wanted" : "at most " + most;
    return "One decision "
        + does
        + " "
        + amount
        + (pause == 0 ? ", without a pause." : ", " + time(pause) + " after " + after + ".");
  }

  private static String schedule(PolicySchedule schedule) {
    return "Schedule "
        + schedule.name()
        + ": from "
        + schedule.cron()
        + " ("
        + schedule.timeZone()
        + ") for "
        + time(schedule.durationSeconds())
        + " there are "
        + schedule.minReplicas()
        + " to "
        + Words.count(schedule.maxReplicas(), "node")
        + " instead.";
  }

  private static String kind(NodeKind kind) {
    List<String> parts = new ArrayList<>();
    if (!kind.gpus().isEmpty()) {
      parts.add("a GPU " + String.join(" or ", kind.gpus()));
    }
    kind.gpuMemoryBytes()
        .ifPresent(bytes -> parts.add("at least " + Words.ofBytes(bytes) + " of GPU memory"));
    if (!kind.labels().isEmpty()) {
      parts.add(
          kind.labels().values().entrySet().stream()
              .map(label -> label.getKey() + "=" + label.getValue())
              .collect(Collectors.joining(", ", "the labels ", "")));
    }
    return parts.isEmpty()
        ? "Nothing is promised of its nodes."
        : "Every node has " + String.join(", ", parts) + ": other jobs are not counted.";
  }

  private static List<String> reallocation(ReallocationRules rules) {
    if (rules.maxSharePerHour() == 0) {
      return List.of("No node is ever replaced by another.");
    }
    return List.of(
        "A node is replaced when "
            + Words.count(rules.maxFailures(), "job")
            + " failed on it within "
            + time(rules.windowSeconds())
            + ", when it is silent for "
            + time(rules.silentSeconds())
            + " though it runs, or when it is slower than the median of its GPU by "
            + Words.number(rules.slowZScore())
            + " standard deviations ("
            + rules.minSamples()
            + " nodes measured at least).",
        "At most "
            + Math.round(rules.maxSharePerHour() * 100)
            + " % of the nodes are replaced in an hour; a replaced machine gets no work for "
            + time(rules.banSeconds())
            + ".");
  }

  private static String time(int seconds) {
    Duration duration = Duration.ofSeconds(seconds);
    if (seconds > 0 && seconds % 86_400 == 0) {
      return Words.count(duration.toDays(), "day");
    }
    if (seconds > 0 && seconds % 3600 == 0) {
      return Words.count(duration.toHours(), "hour");
    }
    return seconds > 0 && seconds % 60 == 0
        ? Words.count(duration.toMinutes(), "minute")
        : Words.count(seconds, "second");
  }
}
