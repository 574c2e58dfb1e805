package io.baton.autoscaler.scaling;

import io.baton.protocol.pool.PoolDemand;
import io.baton.protocol.pool.PoolPolicy;
import io.baton.protocol.pool.ScalingReason;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;

/** Decisions in words. */
final class Wording {
  /** Characters of the words of others. */
  private static final int MOST_QUOTED = 300;

  private Wording() {}

  static String demand(PoolDemand demand, int needed) {
    if (demand.claimable() == 0 && demand.running() == 0) {
      return "No job waits or runs";
    }
    String most = demand.moreClaimable() ? "at least " : "";
    String claimable = most + number(demand.claimable()) + " claimable";
    int last = demand.running() > 0 ? demand.running() : demand.claimable();
    String jobs =
        demand.running() == 0
            ? claimable
            : demand.claimable() == 0
                ? number(demand.running()) + " running"
                : claimable + " and " + number(demand.running()) + " running";
    boolean one = last == 1 && (demand.running() == 0 || demand.claimable() == 0);
    String sentence = jobs + (one ? " job wants " : " jobs want ") + nodes(needed);
    return Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1);
  }

  static String nodes(int count) {
    return number(count) + (count == 1 ? " node" : " nodes");
  }

  static String were(int count) {
    return count == 1 ? "was" : "were";
  }

  static String goes(Going.Way way, int count) {
    return switch (way) {
      case UNKNOWN -> "removes " + nodes(count) + " that never asked for work";
      case BARRED ->
          "removes " + nodes(count) + " that " + (count == 1 ? "gets" : "get") + " no work";
      case IDLE -> "drains " + nodes(count) + " without a job";
      case BUSY -> "drains " + nodes(count) + " with the least work at risk";
    };
  }

  static String upperLimit(Limits limits) {
    return rule(limits, limits.maxRule(), "maxReplicas") + " allows " + number(limits.max());
  }

  static String lowerLimit(Limits limits) {
    return rule(limits, limits.minRule(), "minReplicas") + " keeps " + number(limits.min());
  }

  private static String rule(Limits limits, ScalingReason rule, String own) {
    if (rule == ScalingReason.HOURLY_COST) {
      return "maxHourlyCost";
    }
    return rule == ScalingReason.SCHEDULE ? "schedule " + limits.schedule().orElse("") : own;
  }

  /**
   * That the provider gives too few.
   *
   * @param shortage why, in its own words
   */
  static String stockOut(StockOut stockOut, boolean more, Optional<String> shortage) {
    String sentence =
        "the provider owes %s since %s"
            .formatted(nodes(stockOut.overdue()), time(stockOut.since()));
    String why = shortage.map(words -> " (" + shortened(words, MOST_QUOTED) + ")").orElse("");
    return more
        ? sentence + why + " and is not asked for more before " + time(stockOut.askAgainAt())
        : sentence + why;
  }

  static String coolDown(String setting, Instant until) {
    return setting + " lasts until " + time(until);
  }

  static String warm(int surplus, PoolPolicy policy) {
    return "%s more %s kept for idleSeconds (%d s) after the last job"
        .formatted(nodes(surplus), surplus == 1 ? "is" : "are", policy.idleSeconds());
  }

  /** As much of it as a decision can hold. */
  static String shortened(String text) {
    return shortened(text, 1000);
  }

  private static String shortened(String text, int most) {
    return text.length() <= most ? text : text.substring(0, most - 1) + "…";
  }

  private static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String number(int value) {
    return String.format(Locale.ROOT, "%,d", value);
  }
}
