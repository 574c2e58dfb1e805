package io.baton.autoscaler.simulation;

import io.baton.protocol.pool.PoolPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What is simulated.
 *
 * @param name of a-z and -
 * @param jobs identical ones
 * @param steps of each
 * @param checkpointEvery steps from one checkpoint to the next
 * @param policy of Baton's autoscaler; its maxReplicas holds for every rule
 * @param tick how often Baton's autoscaler looks
 * @param sample how often the curves are drawn a point
 * @param horizon when it ends at the latest
 * @param replayedFrom when a past that is replayed began: it goes on to the horizon; empty: one
 *     that is imagined, and ends with its last job and node
 */
public record Scenario(
    String name,
    int jobs,
    Arrivals arrivals,
    int steps,
    int checkpointEvery,
    NodeFigures nodes,
    ProviderFigures provider,
    ApiFigures api,
    PoolPolicy policy,
    Duration tick,
    Duration sample,
    Duration horizon,
    Optional<Instant> replayedFrom) {
  public Scenario {
    if (jobs < 1 || steps < 1 || checkpointEvery < 1) {
      throw new IllegalArgumentException(
          "a scenario needs at least one job, one step and one step between checkpoints");
    }
    if (provider.machines() < 2 * policy.maxReplicas()) {
      throw new IllegalArgumentException(
          "a provider needs at least twice as many machines (%d) as maxReplicas (%d)"
              .formatted(provider.machines(), policy.maxReplicas()));
    }
  }

  /** Steps of a job by its number. */
  int steps(int job) {
    return arrivals.steps(job).orElse(steps);
  }

  public ScenarioBuilder toBuilder() {
    return new ScenarioBuilder(this);
  }
}
