package io.baton.autoscaler.scaling;

import io.baton.protocol.pool.PolicySchedule;
import io.baton.protocol.pool.PoolPolicy;
import io.baton.protocol.pool.ScalingReason;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * The limits that count at one moment.
 *
 * @param min replicas at least, at most max
 * @param max replicas at most
 * @param minRule what set the lower limit
 * @param maxRule what set the upper limit
 * @param schedule the schedule that is open
 */
public record Limits(
    int min, int max, ScalingReason minRule, ScalingReason maxRule, Optional<String> schedule) {
  public Limits {
    if (min < 0 || max < min) {
      throw new IllegalArgumentException("no limits: " + min + " to " + max);
    }
  }

  /**
   * What a policy allows.
   *
   * @param open the schedule that stands in for the policy's own limits now
   */
  public static Limits of(PoolPolicy policy, Optional<PolicySchedule> open) {
    int min = open.map(PolicySchedule::minReplicas).orElse(policy.minReplicas());
    int max = open.map(PolicySchedule::maxReplicas).orElse(policy.maxReplicas());
    ScalingReason minRule = open.isPresent() ? ScalingReason.SCHEDULE : ScalingReason.MIN_REPLICAS;
    ScalingReason maxRule = open.isPresent() ? ScalingReason.SCHEDULE : ScalingReason.MAX_REPLICAS;
    Optional<String> schedule = open.map(PolicySchedule::name);
    int affordable = affordable(policy);
    if (affordable < max) {
      return new Limits(
          Math.min(min, affordable), affordable, minRule, ScalingReason.HOURLY_COST, schedule);
    }
    return new Limits(min, max, minRule, maxRule, schedule);
  }

  /** In decimal, so that 0.3 an hour pays for three nodes at 0.1. */
  private static int affordable(PoolPolicy policy) {
    if (policy.maxHourlyCost().isEmpty() || policy.nodePricePerHour().orElse(0.0) == 0) {
      return PoolPolicy.MOST_REPLICAS;
    }
    BigDecimal cost = BigDecimal.valueOf(policy.maxHourlyCost().get());
    BigDecimal price = BigDecimal.valueOf(policy.nodePricePerHour().get());
    return cost.divideToIntegralValue(price)
        .min(BigDecimal.valueOf(PoolPolicy.MOST_REPLICAS))
        .intValue();
  }

  /** Within the limits. */
  public int clamp(int replicas) {
    return Math.max(min, Math.min(max, replicas));
  }
}
