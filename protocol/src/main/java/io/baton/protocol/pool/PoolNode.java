package io.baton.protocol.pool;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import io.baton.protocol.job.JobId;
import io.baton.protocol.node.NodeId;
import java.time.Instant;
import java.util.Optional;

/**
 * A node of a pool, as far as its autoscaler needs it.
 *
 * @param id names it
 * @param online whether it was heard of lately
 * @param lastSeenAt when it was heard of last, to within seconds
 * @param firstSeenAt when it first asked for work
 * @param job what it holds under an unexpired lease; absent: nothing
 * @param idleSince when its last job ended, or when it first asked for work; absent while it holds
 *     a job
 * @param atRiskSeconds of work that would be lost with the node now, at least 0; default 0
 * @param draining whether it is to become empty, and who wants it; absent: it may have work
 * @param drainingSince when it was told; absent: it may have work
 * @param quarantinedUntil when it may have work again; absent: it is not quarantined
 * @param useful whether one of the claimable jobs may go to it, or it holds one: false for a node
 *     that is banned from, or does not fit, every job that waits; true where no job waits; default
 *     true
 * @param failures jobs that failed on it of its own fault within the window of the policy's
 *     reallocation, and since an operator last released it, at least 0; default 0
 * @param gpu the GPU's product name; absent: it trains on its CPU
 * @param fits whether it is what the policy promises of the pool's nodes; default true
 * @param relativeSpeed its steps a second as a multiple of the median of the pool's nodes with the
 *     same GPU at the same classes of work, at least 0; absent where there is nothing to compare
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record PoolNode(
    NodeId id,
    boolean online,
    Instant lastSeenAt,
    Instant firstSeenAt,
    Optional<JobId> job,
    Optional<Instant> idleSince,
    double atRiskSeconds,
    Optional<DrainedBy> draining,
    Optional<Instant> drainingSince,
    Optional<Instant> quarantinedUntil,
    Boolean useful,
    int failures,
    Optional<String> gpu,
    Boolean fits,
    Optional<Double> relativeSpeed) {
  public PoolNode {
    job = Fields.orEmpty(job);
    idleSince = Fields.orEmpty(idleSince);
    draining = Fields.orEmpty(draining);
    drainingSince = Fields.orEmpty(drainingSince);
    quarantinedUntil = Fields.orEmpty(quarantinedUntil);
    useful = Fields.orDefault(useful, true);
    gpu = Fields.orEmpty(gpu);
    fits = Fields.orDefault(fits, true);
    relativeSpeed = Fields.orEmpty(relativeSpeed);
  }
}
