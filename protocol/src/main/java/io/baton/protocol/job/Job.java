package io.baton.protocol.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.access.OwnerName;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.work.AtRisk;
import io.baton.protocol.work.Phase;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * A job as its owner sees it.
 *
 * @param id its name
 * @param owner whose it is
 * @param status where it stands
 * @param spec as submitted, defaults filled in, the webhook's secret left out
 * @param webhookUrl where its events go; absent without a webhook
 * @param attempt the newest attempt; absent before the first
 * @param node who holds the job now; absent while nobody does
 * @param leaseExpiresAt when the node's lease ends unless it is renewed; absent while nobody holds
 *     the job
 * @param progress how far it is
 * @param lastCheckpointStep the newest committed step, at least 1; absent before the first
 *     checkpoint
 * @param failures attempts that failed so far, at least 0
 * @param interruptions attempts that were interrupted so far, at least 0
 * @param spent what it has used so far
 * @param reason why it is interrupted, failed or canceled: one sentence; absent otherwise
 * @param createdAt when it was submitted
 * @param updatedAt when it changed last
 * @param startedAt when its first attempt started; absent before
 * @param endedAt when it ended; absent before
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Job(
    JobId id,
    OwnerName owner,
    JobStatus status,
    JobSpec spec,
    Optional<URI> webhookUrl,
    Optional<Attempt> attempt,
    Optional<NodeId> node,
    Optional<Instant> leaseExpiresAt,
    Progress progress,
    Optional<Integer> lastCheckpointStep,
    int failures,
    int interruptions,
    Spent spent,
    Optional<String> reason,
    Instant createdAt,
    Instant updatedAt,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt) {

  /**
   * How far it is.
   *
   * @param step optimizer steps done, at least 0
   * @param totalSteps optimizer steps asked for, at least 0
   * @param phase what the node does now; absent while nobody holds the job
   * @param loss of the last step, any finite number; absent before the first
   * @param stepsPerSecond lately, at least 0; absent before the first
   * @param atRisk what would be lost with the node now; absent while nobody trains
   * @param phaseSince when the node began with the phase; absent while nobody holds the job
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Progress(
      int step,
      int totalSteps,
      Optional<Phase> phase,
      Optional<Double> loss,
      Optional<Double> stepsPerSecond,
      Optional<AtRisk> atRisk,
      Optional<Instant> phaseSince) {}
}
