package io.baton.protocol.node;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import io.baton.protocol.job.JobId;
import io.baton.protocol.label.Labels;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.work.AtRisk;
import java.time.Instant;
import java.util.Optional;

/**
 * A machine that asks for work.
 *
 * @param id names it, over all its restarts
 * @param pool the pool that it said it belongs to
 * @param host where it runs, for people
 * @param processId of the agent on that host, at least 1
 * @param gpu the GPU's product name; absent: it trains on its CPU
 * @param gpuMemoryBytes memory of that GPU in bytes, at least 0; absent: unknown
 * @param labels what it says about itself
 * @param state what it is about
 * @param online whether it was heard of lately
 * @param onlineSince when that began: when it came, or when it was heard of last
 * @param firstSeenAt when it first asked for work
 * @param lastSeenAt when it was heard of last, to within seconds
 * @param job what it holds now; absent: nothing
 * @param atRisk what of that would be lost with it now; absent while it trains nothing
 * @param quarantine why it gets no work for a while; absent: it is not quarantined
 * @param drain why it is to become empty; absent: it may have work
 * @param attempts how its attempts ended
 * @param relativeSpeed its steps a second as a multiple of the median of the other nodes with the
 *     same GPU at the same classes of work, at least 0; absent where there is nothing to compare
 * @param health how well work goes there, from 0 to 1; of recent failures and losses and its
 *     relative speed
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Node(
    NodeId id,
    PoolName pool,
    String host,
    long processId,
    Optional<String> gpu,
    Optional<Long> gpuMemoryBytes,
    Labels labels,
    NodeState state,
    boolean online,
    Instant onlineSince,
    Instant firstSeenAt,
    Instant lastSeenAt,
    Optional<JobId> job,
    Optional<AtRisk> atRisk,
    Optional<Quarantine> quarantine,
    Optional<Drain> drain,
    AttemptCounts attempts,
    Optional<Double> relativeSpeed,
    double health) {
  public Node {
    gpu = Fields.orDefault(gpu, Optional.empty());
    gpuMemoryBytes = Fields.orDefault(gpuMemoryBytes, Optional.empty());
    job = Fields.orDefault(job, Optional.empty());
    atRisk = Fields.orDefault(atRisk, Optional.empty());
    quarantine = Fields.orDefault(quarantine, Optional.empty());
    drain = Fields.orDefault(drain, Optional.empty());
    relativeSpeed = Fields.orDefault(relativeSpeed, Optional.empty());
  }
}
