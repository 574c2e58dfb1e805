package io.baton.autoscaler.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.autoscaler.reconcile.PoolStatus;
import io.baton.autoscaler.reconcile.PoolWorker;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.ScalingInputs;
import java.time.Instant;
import java.util.Optional;

/**
 * A pool as its autoscaler saw it last.
 *
 * @param leading whether this autoscaler is the one that may act on it
 * @param holder the one that may; absent before the API answered
 * @param problem why the last tick could not do its work, in one sentence; absent: it could
 * @param desired replicas that the jobs ask for, within the limits
 * @param requested replicas that the provider was asked for
 * @param running instances that it runs
 * @param pending replicas that were asked for and do not run
 * @param stockOutSince since when the provider gives fewer than it was asked for; absent: it does
 *     not
 * @param inputs what was counted; absent before the first decision
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record PoolView(
    PoolName pool,
    String provider,
    boolean leading,
    Optional<String> holder,
    Optional<String> problem,
    int desired,
    int requested,
    int running,
    int pending,
    Optional<Instant> stockOutSince,
    Optional<ScalingInputs> inputs) {
  static PoolView of(PoolWorker worker) {
    PoolStatus status = worker.status();
    return new PoolView(
        worker.pool(),
        worker.provider(),
        status.leading(),
        status.holder(),
        status.problem(),
        status.desired(),
        status.view().requested(),
        status.view().running(),
        status.view().pending(),
        status.stockOutSince(),
        status.inputs());
  }
}
