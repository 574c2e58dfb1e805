package io.baton.protocol.pool;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import java.time.Instant;
import java.util.Optional;

/**
 * A pool at a glance.
 *
 * @param name the pool's name
 * @param policyVersion of its policy, at least 0; 0: nobody ever set one
 * @param paused whether its replicas stay as they are
 * @param dryRun whether decisions are only recorded
 * @param demand what it has to do, in short
 * @param nodes its nodes by state
 * @param provider what its provider runs, as its autoscaler reported last; absent: none did yet
 * @param reportedAt when that was; absent: never
 * @param scaler the autoscaler that may act on it; absent: none may now
 * @param costPerHour what its nodes cost in an hour now, at least 0: the price times what the
 *     provider runs, or times the nodes that are online where nothing was reported within 5
 *     minutes; absent without a price
 * @param newestDecision what was decided last; absent: nothing yet
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record PoolOverview(
    PoolName name,
    long policyVersion,
    boolean paused,
    boolean dryRun,
    DemandInShort demand,
    NodeCounts nodes,
    Optional<ProviderReport> provider,
    Optional<Instant> reportedAt,
    Optional<ScalerLease> scaler,
    Optional<Double> costPerHour,
    Optional<StoredScalingDecision> newestDecision) {
  public PoolOverview {
    provider = Fields.orEmpty(provider);
    reportedAt = Fields.orEmpty(reportedAt);
    scaler = Fields.orEmpty(scaler);
    costPerHour = Fields.orEmpty(costPerHour);
    newestDecision = Fields.orEmpty(newestDecision);
  }

  /**
   * What a pool has to do, in short.
   *
   * @param claimable jobs that wait and that its nodes may take, 0 to 100,000
   * @param moreClaimable whether there are more than were counted
   * @param running jobs that its nodes hold, at least 0
   * @param oldestWaitSeconds how long the longest waiting job has waited, in seconds, at least 0;
   *     absent when none waits
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record DemandInShort(
      int claimable, boolean moreClaimable, int running, Optional<Double> oldestWaitSeconds) {
    public DemandInShort {
      oldestWaitSeconds = Fields.orEmpty(oldestWaitSeconds);
    }
  }
}
