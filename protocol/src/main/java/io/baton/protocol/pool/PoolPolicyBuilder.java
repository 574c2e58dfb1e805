package io.baton.protocol.pool;

import java.util.List;
import java.util.Optional;

/** Builds a {@link PoolPolicy}; what is not said gets its default. */
public final class PoolPolicyBuilder {
  private Integer minReplicas;
  private Integer maxReplicas;
  private Integer jobsPerNode;
  private Integer idleSeconds;
  private Integer zeroIdleSeconds;
  private Integer stepUp;
  private Integer stepDown;
  private Integer upCooldownSeconds;
  private Integer downCooldownSeconds;
  private Integer provisionSeconds;
  private Integer drainSeconds;
  private Optional<Double> nodePricePerHour = Optional.empty();
  private Optional<Double> maxHourlyCost = Optional.empty();
  private List<PolicySchedule> schedules = List.of();
  private Optional<NodeKind> nodes = Optional.empty();
  private ReallocationRules reallocation = ReallocationRules.DEFAULT;
  private boolean paused;
  private boolean dryRun;

  public PoolPolicyBuilder replicas(int min, int max) {
    this.minReplicas = min;
    this.maxReplicas = max;
    return this;
  }

  public PoolPolicyBuilder jobsPerNode(int jobs) {
    this.jobsPerNode = jobs;
    return this;
  }

  /** How long a node that is not needed stays, and how long the last one does. */
  public PoolPolicyBuilder idleSeconds(int any, int last) {
    this.idleSeconds = any;
    this.zeroIdleSeconds = last;
    return this;
  }

  public PoolPolicyBuilder steps(int up, int down) {
    this.stepUp = up;
    this.stepDown = down;
    return this;
  }

  public PoolPolicyBuilder cooldownSeconds(int up, int down) {
    this.upCooldownSeconds = up;
    this.downCooldownSeconds = down;
    return this;
  }

  public PoolPolicyBuilder provisionSeconds(int seconds) {
    this.provisionSeconds = seconds;
    return this;
  }

  public PoolPolicyBuilder drainSeconds(int seconds) {
    this.drainSeconds = seconds;
    return this;
  }

  public PoolPolicyBuilder nodePricePerHour(Optional<Double> price) {
    this.nodePricePerHour = price;
    return this;
  }

  public PoolPolicyBuilder maxHourlyCost(Optional<Double> cost) {
    this.maxHourlyCost = cost;
    return this;
  }

  public PoolPolicyBuilder schedules(List<PolicySchedule> all) {
    this.schedules = all;
    return this;
  }

  public PoolPolicyBuilder nodes(Optional<NodeKind> kind) {
    this.nodes = kind;
    return this;
  }

  public PoolPolicyBuilder reallocation(ReallocationRules rules) {
    this.reallocation = rules;
    return this;
  }

  public PoolPolicyBuilder paused(boolean value) {
    this.paused = value;
    return this;
  }

  public PoolPolicyBuilder dryRun(boolean value) {
    this.dryRun = value;
    return this;
  }

  public PoolPolicy build() {
    return new PoolPolicy(
        minReplicas,
        maxReplicas,
        jobsPerNode,
        idleSeconds,
        zeroIdleSeconds,
        stepUp,
        stepDown,
        upCooldownSeconds,
        downCooldownSeconds,
        provisionSeconds,
        drainSeconds,
        nodePricePerHour,
        maxHourlyCost,
        schedules,
        nodes,
        reallocation,
        paused,
        dryRun);
  }
}
