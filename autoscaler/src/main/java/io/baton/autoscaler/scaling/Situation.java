package io.baton.autoscaler.scaling;

import io.baton.autoscaler.pool.ProviderView;
import io.baton.protocol.pool.PoolDemand;
import io.baton.protocol.pool.PoolNode;
import io.baton.protocol.pool.PoolPolicy;
import io.baton.protocol.pool.PoolSnapshot;
import io.baton.protocol.pool.ScalingInputs;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A pool at one moment, as decisions see it. */
public final class Situation {
  private final PoolSnapshot snapshot;
  private final PoolPolicy policy;
  private final Limits limits;
  private final Replicas replicas;
  private final Optional<String> shortage;

  /**
   * Puts together what the API and the provider know.
   *
   * @param policy that is in force; the snapshot's own only where somebody set one
   */
  public Situation(PoolSnapshot snapshot, PoolPolicy policy, Limits limits, ProviderView view) {
    this.snapshot = snapshot;
    this.policy = policy;
    this.limits = limits;
    this.replicas = new Replicas(view, snapshot.nodes(), provision(), snapshot.at());
    this.shortage = view.shortage();
  }

  /** Why the provider gives fewer than it was asked for, in its words. */
  Optional<String> shortage() {
    return shortage;
  }

  public PoolPolicy policy() {
    return policy;
  }

  public Limits limits() {
    return limits;
  }

  /** The database's time. */
  public Instant now() {
    return snapshot.at();
  }

  Replicas replicas() {
    return replicas;
  }

  PoolDemand demand() {
    return snapshot.demand();
  }

  public int jobs() {
    return demand().claimable() + demand().running();
  }

  /** Replicas that were asked for and whose nodes did not ask for work yet. */
  public int missing() {
    return replicas.missing();
  }

  public Duration provision() {
    return Duration.ofSeconds(policy.provisionSeconds());
  }

  Duration idle() {
    return Duration.ofSeconds(policy.idleSeconds());
  }

  Duration zeroIdle() {
    return Duration.ofSeconds(policy.zeroIdleSeconds());
  }

  /** Replicas for that many jobs, whatever the limits. */
  int replicasFor(int jobs) {
    return (int) (((long) jobs + policy.jobsPerNode() - 1) / policy.jobsPerNode());
  }

  /** Every node that the API knows of. */
  public List<PoolNode> nodes() {
    return snapshot.nodes();
  }

  /** What a decision was made of, as it is recorded. */
  public ScalingInputs inputs() {
    int idle = replicas.idle().size() + replicas.useless().size();
    int quarantined =
        (int) replicas.barred().stream().filter(each -> each.isQuarantined(now())).count();
    return new ScalingInputs(
        snapshot.policy().version(),
        limits.min(),
        limits.max(),
        demand().claimable(),
        demand().running(),
        replicas.missing(),
        replicas.holdingJobs(),
        idle,
        replicas.useless().size(),
        replicas.leaving().size(),
        quarantined,
        limits.schedule());
  }
}
