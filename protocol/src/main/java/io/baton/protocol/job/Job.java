package io.baton.protocol.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.access.OwnerName;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.work.Phase;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * A job as its owner sees it.
 *
 * @param owner whose it is
 * @param spec as submitted, defaults filled in, the webhook's secret left out
 * @param attempt the newest attempt; absent before the first
 * @param node who holds the job now
 * @param reason why it is interrupted, failed or canceled: one sentence
 * @param webhookUrl where its events go
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
    Optional<String> reason,
    Instant createdAt,
    Instant updatedAt,
    Optional<Instant> startedAt,
    Optional<Instant> endedAt) {

  /**
   * How far it is.
   *
   * @param step optimizer steps done
   * @param totalSteps optimizer steps asked for
   * @param loss of the last step
   * @param stepsPerSecond lately
   */
  @JsonInclude(JsonInclude.Include.NON_ABSENT)
  public record Progress(
      int step,
      int totalSteps,
      Optional<Phase> phase,
      Optional<Double> loss,
      Optional<Double> stepsPerSecond) {}
}
