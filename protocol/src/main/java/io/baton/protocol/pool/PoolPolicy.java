package io.baton.protocol.pool;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import io.baton.protocol.field.InvalidFieldException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How a pool follows its demand, and what its nodes cost. A replica is a node that the provider was
 * asked for.
 *
 * @param minReplicas nodes that run even when there is nothing to do, 0 to 10,000; default 0
 * @param maxReplicas nodes that never are exceeded, 1 to 10,000, and at least minReplicas; default
 *     10
 * @param jobsPerNode jobs in line or running that one node is meant to work off, 1 to 10,000;
 *     default 1
 * @param idleSeconds how long a node that is not needed stays, 0 to 86,400 seconds; default 60
 * @param zeroIdleSeconds how long the last node stays when it is not needed, 0 to 86,400 seconds;
 *     default 300
 * @param stepUp most replicas that one decision adds, 1 to 10,000; default 10,000
 * @param stepDown most replicas that one decision takes away, 1 to 10,000; default 10,000
 * @param upCooldownSeconds how long after replicas were added none are added again, 0 to 86,400
 *     seconds; default 0
 * @param downCooldownSeconds how long after replicas were added or taken away none are taken away,
 *     0 to 86,400 seconds; default 0
 * @param provisionSeconds how long a replica may take from when it was asked for until its node
 *     asks for work, 1 to 86,400 seconds; later it counts as not to be had; default 900
 * @param drainSeconds how long a node that is to stop may take to write a checkpoint and to give
 *     its job back, 1 to 86,400 seconds; default 120
 * @param nodePricePerHour what an hour of one node costs, 0 to 1,000,000, in the currency of all
 *     costs; absent: unknown, and then costs are not counted
 * @param maxHourlyCost what all nodes of the pool may cost in an hour, 0 to 1,000,000,000, in that
 *     currency; needs nodePricePerHour; absent: no limit
 * @param schedules times with limits of their own, at most 50 entries; of those that are open the
 *     first in the list counts; default none
 * @param nodes what every node of the pool is, as far as operators promise it: jobs that such a
 *     node cannot take are not counted, and a node that is something else is replaced; absent: what
 *     the pool's nodes said of themselves counts
 * @param reallocation which nodes are replaced; default: see there
 * @param paused whether replicas stay as they are, whatever the demand; default false
 * @param dryRun whether decisions are only recorded; default false
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record PoolPolicy(
    Integer minReplicas,
    Integer maxReplicas,
    Integer jobsPerNode,
    Integer idleSeconds,
    Integer zeroIdleSeconds,
    Integer stepUp,
    Integer stepDown,
    Integer upCooldownSeconds,
    Integer downCooldownSeconds,
    Integer provisionSeconds,
    Integer drainSeconds,
    Optional<Double> nodePricePerHour,
    Optional<Double> maxHourlyCost,
    List<PolicySchedule> schedules,
    Optional<NodeKind> nodes,
    ReallocationRules reallocation,
    Boolean paused,
    Boolean dryRun) {
  /** Replicas that a pool can have at most. */
  public static final int MOST_REPLICAS = 10_000;

  public static final PoolPolicy DEFAULT = new PoolPolicyBuilder().build();

  private static final int DAY = 86_400;

  public PoolPolicy {
    minReplicas = Fields.orDefault(minReplicas, 0);
    Fields.inRange("minReplicas", minReplicas, 0, MOST_REPLICAS);
    maxReplicas = Fields.orDefault(maxReplicas, 10);
    Fields.inRange("maxReplicas", maxReplicas, 1, MOST_REPLICAS);
    if (maxReplicas < minReplicas) {
      throw new InvalidFieldException(
          "maxReplicas", "must be at least minReplicas (" + minReplicas + "), not " + maxReplicas);
    }
    jobsPerNode = Fields.orDefault(jobsPerNode, 1);
    Fields.inRange("jobsPerNode", jobsPerNode, 1, MOST_REPLICAS);
    idleSeconds = Fields.orDefault(idleSeconds, 60);
    Fields.inRange("idleSeconds", idleSeconds, 0, DAY);
    zeroIdleSeconds = Fields.orDefault(zeroIdleSeconds, 300);
    Fields.inRange("zeroIdleSeconds", zeroIdleSeconds, 0, DAY);
    stepUp = Fields.orDefault(stepUp, MOST_REPLICAS);
    Fields.inRange("stepUp", stepUp, 1, MOST_REPLICAS);
    stepDown = Fields.orDefault(stepDown, MOST_REPLICAS);
    Fields.inRange("stepDown", stepDown, 1, MOST_REPLICAS);
    upCooldownSeconds = Fields.orDefault(upCooldownSeconds, 0);
    Fields.inRange("upCooldownSeconds", upCooldownSeconds, 0, DAY);
    downCooldownSeconds = Fields.orDefault(downCooldownSeconds, 0);
    Fields.inRange("downCooldownSeconds", downCooldownSeconds, 0, DAY);
    provisionSeconds = Fields.orDefault(provisionSeconds, 900);
    Fields.inRange("provisionSeconds", provisionSeconds, 1, DAY);
    drainSeconds = Fields.orDefault(drainSeconds, 120);
    Fields.inRange("drainSeconds", drainSeconds, 1, DAY);
    nodePricePerHour = Fields.orEmpty(nodePricePerHour);
    nodePricePerHour.ifPresent(price -> Fields.inRange("nodePricePerHour", price, 0.0, 1e6));
    maxHourlyCost = Fields.orEmpty(maxHourlyCost);
    maxHourlyCost.ifPresent(cost -> Fields.inRange("maxHourlyCost", cost, 0.0, 1e9));
    if (maxHourlyCost.isPresent() && nodePricePerHour.isEmpty()) {
      throw new InvalidFieldException(
          "maxHourlyCost", "needs nodePricePerHour: without a price no cost can be limited");
    }
    schedules = Fields.listOrEmpty(schedules);
    Fields.inRange("schedules", schedules.size(), 0, 50);
    requireNamesOfTheirOwn(schedules);
    nodes = Fields.orEmpty(nodes);
    reallocation = Fields.orDefault(reallocation, ReallocationRules.DEFAULT);
    paused = Fields.orDefault(paused, false);
    dryRun = Fields.orDefault(dryRun, false);
  }

  private static void requireNamesOfTheirOwn(List<PolicySchedule> schedules) {
    Set<String> names = new HashSet<>();
    for (PolicySchedule schedule : schedules) {
      if (!names.add(schedule.name())) {
        throw new InvalidFieldException(
            "schedules", "must have names of their own, not '" + schedule.name() + "' twice");
      }
    }
  }

  /** The same, to be changed. */
  public PoolPolicyBuilder toBuilder() {
    return new PoolPolicyBuilder()
        .replicas(minReplicas, maxReplicas)
        .jobsPerNode(jobsPerNode)
        .idleSeconds(idleSeconds, zeroIdleSeconds)
        .steps(stepUp, stepDown)
        .cooldownSeconds(upCooldownSeconds, downCooldownSeconds)
        .provisionSeconds(provisionSeconds)
        .drainSeconds(drainSeconds)
        .nodePricePerHour(nodePricePerHour)
        .maxHourlyCost(maxHourlyCost)
        .schedules(schedules)
        .nodes(nodes)
        .reallocation(reallocation)
        .paused(paused)
        .dryRun(dryRun);
  }
}
