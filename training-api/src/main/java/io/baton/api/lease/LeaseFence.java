package io.baton.api.lease;

import io.baton.api.job.JobEntity;
import io.baton.api.problem.ProblemException;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.JobId;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;

/** Lets an attempt act on its job only while it holds the unexpired lease. */
@ApplicationScoped
public class LeaseFence {
  private static final String HELD =
      """
      select * from job
      where id = :id and attempt = :attempt and status = 'running' and lease_expires_at > baton_now()
        and node_pool = coalesce(cast(:pool as text), node_pool)
      """;

  private final EntityManager entities;

  LeaseFence(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * Locks the job's row for the rest of the transaction: what is changed in it is changed under the
   * lease, or not at all.
   *
   * @throws ProblemException with {@code lease-lost} if the attempt does not hold the job
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public JobEntity lock(LeaseToken token) {
    return held(HELD + " for no key update", token);
  }

  /**
   * Looks without locking, for what changes nothing or for work ahead of {@link #lock}.
   *
   * @throws ProblemException with {@code lease-lost} if the attempt does not hold the job
   */
  public JobEntity check(LeaseToken token) {
    return held(HELD, token);
  }

  @SuppressWarnings("unchecked")
  private JobEntity held(String sql, LeaseToken token) {
    List<JobEntity> found =
        entities
            .createNativeQuery(sql, JobEntity.class)
            .setParameter("id", token.job().value())
            .setParameter("attempt", token.attempt().number())
            .setParameter("pool", token.pool().map(PoolName::value).orElse(null))
            .getResultList();
    if (found.isEmpty()) {
      throw lost(token);
    }
    return found.get(0);
  }

  /** Says why the attempt does not hold the job. */
  public ProblemException lost(LeaseToken token) {
    JobId job = token.job();
    Attempt attempt = token.attempt();
    JobEntity row = JobEntity.findById(job.value());
    if (row == null) {
      return new ProblemException(ErrorCode.NOT_FOUND, "There is no job " + job + ".");
    }
    String why;
    if (attempt.number() > row.attempt) {
      why = "there was no such attempt";
    } else if (attempt.number() < row.attempt) {
      why = "attempt " + row.attempt + " followed it";
    } else if (token.pool().isPresent() && !token.pool().get().value().equals(row.nodePool)) {
      why = "its node is of another pool than the caller";
    } else if (row.status.ended()) {
      why = "the job is " + row.status.wireName();
    } else {
      why = "its lease ended at " + row.leaseExpiresAt;
    }
    return new ProblemException(
        ErrorCode.LEASE_LOST,
        "Attempt " + attempt + " of job " + job + " does not hold the job: " + why + ".");
  }
}
