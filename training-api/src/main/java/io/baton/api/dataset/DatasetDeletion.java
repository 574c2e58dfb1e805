package io.baton.api.dataset;

import io.baton.api.access.OwnerScope;
import io.baton.api.problem.ProblemException;
import io.baton.api.time.DatabaseClock;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.dataset.DatasetStatus;
import io.baton.protocol.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;

/** Deletes datasets that no live job uses. Their objects are deleted from storage afterwards. */
@ApplicationScoped
public class DatasetDeletion {
  // Stronger than the lock that a job's reference takes: a job that is being submitted is waited
  // for and seen.
  private static final String LOCK = "select 1 from dataset where id = :id for update";
  private static final String LIVE_JOB =
      """
      select id, status from job
      where (dataset_id = :id or class_dataset_id = :id) and status in ('pending', 'running', 'interrupted') limit 1
      """;

  private final Datasets datasets;
  private final DatabaseClock clock;
  private final EntityManager entities;

  DatasetDeletion(Datasets datasets, DatabaseClock clock, EntityManager entities) {
    this.datasets = datasets;
    this.clock = clock;
    this.entities = entities;
  }

  @Transactional
  public void delete(OwnerScope scope, DatasetId id) {
    entities.createNativeQuery(LOCK).setParameter("id", id.value()).getResultList();
    DatasetEntity dataset = datasets.lock(scope, id);
    requireUnused(id);
    Instant now = clock.now();
    dataset.deletedAt = now;
    dataset.sweepAt = now;
    if (dataset.status == DatasetStatus.VALIDATING) {
      dataset.status = DatasetStatus.OPEN;
      dataset.validateAt = null;
    }
  }

  private void requireUnused(DatasetId id) {
    @SuppressWarnings("unchecked")
    List<Tuple> live =
        entities
            .createNativeQuery(LIVE_JOB, Tuple.class)
            .setParameter("id", id.value())
            .getResultList();
    if (!live.isEmpty()) {
      throw new ProblemException(
          ErrorCode.CONFLICT,
          "Dataset "
              + id
              + " is used by job "
              + live.get(0).get(0)
              + ", which is "
              + live.get(0).get(1)
              + "; cancel the job first, or wait until it ends.");
    }
  }
}
