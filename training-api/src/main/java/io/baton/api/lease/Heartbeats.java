package io.baton.api.lease;

import io.baton.api.config.BatonConfig;
import io.baton.api.job.JobEntity;
import io.baton.api.job.PhaseColumn;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.work.Directive;
import io.baton.protocol.work.Heartbeat;
import io.baton.protocol.work.HeartbeatAnswer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Renews leases: one statement a heartbeat, fenced by attempt and unexpired lease. */
@ApplicationScoped
public class Heartbeats {
  // Until the trainer runs, a node does not know the step, so the one the attempt started from
  // stays.
  private static final String RENEW =
      """
      with renewed as (
        update job set
          lease_expires_at = baton_now() + :leaseMillis * interval '1 millisecond',
          phase = :phase,
          step = case when :stepIsKnown then :step else step end,
          loss = coalesce(cast(:loss as double precision), loss),
          steps_per_second = cast(:stepsPerSecond as double precision),
          updated_at = baton_now()
        where id = :id and attempt = :attempt and status = 'running'
          and lease_expires_at > baton_now() and :step <= total_steps
          and node_pool = coalesce(cast(:pool as text), node_pool)
        returning lease_expires_at, node_id
      ), seen as (
        update node set last_seen_at = baton_now() from renewed where node.id = renewed.node_id
      )
      select lease_expires_at from renewed
      """;

  private final EntityManager entities;
  private final LeaseFence fence;
  private final BatonConfig.Lease config;
  private final PhaseColumn phases = new PhaseColumn();

  Heartbeats(EntityManager entities, LeaseFence fence, BatonConfig config) {
    this.entities = entities;
    this.fence = fence;
    this.config = config.lease();
  }

  @Transactional
  public HeartbeatAnswer beat(LeaseToken token, Heartbeat heartbeat) {
    @SuppressWarnings("unchecked")
    List<Instant> renewed =
        entities
            .createNativeQuery(RENEW, Instant.class)
            .setParameter("leaseMillis", config.duration().toMillis())
            .setParameter("phase", phases.convertToDatabaseColumn(heartbeat.phase()))
            .setParameter("stepIsKnown", stepIsKnown(heartbeat))
            .setParameter("step", heartbeat.step())
            .setParameter("loss", heartbeat.loss().orElse(null))
            .setParameter("stepsPerSecond", heartbeat.stepsPerSecond().orElse(null))
            .setParameter("id", token.job().value())
            .setParameter("attempt", token.attempt().number())
            .setParameter("pool", token.pool().map(PoolName::value).orElse(null))
            .getResultList();
    return renewed.stream()
        .findFirst()
        .map(until -> answer(Directive.CONTINUE, Optional.empty(), until))
        .orElseGet(() -> refuse(token, heartbeat));
  }

  private static boolean stepIsKnown(Heartbeat heartbeat) {
    return switch (heartbeat.phase()) {
      case PREPARING, LOADING_MODEL, PREPARING_DATA -> false;
      case TRAINING, SAVING, UPLOADING, DRAINING -> true;
    };
  }

  private HeartbeatAnswer refuse(LeaseToken token, Heartbeat heartbeat) {
    JobEntity job = JobEntity.findById(token.job().value());
    if (job != null
        && job.status == JobStatus.CANCELED
        && job.attempt == token.attempt().number()) {
      return answer(Directive.STOP, Optional.ofNullable(job.reason), job.leaseExpiresAt);
    }
    fence.check(token);
    throw new InvalidFieldException(
        "step", "must be at most the job's " + job.totalSteps + " steps, not " + heartbeat.step());
  }

  private HeartbeatAnswer answer(Directive directive, Optional<String> reason, Instant until) {
    return new HeartbeatAnswer(directive, reason, until, config.duration().toMillis());
  }
}
