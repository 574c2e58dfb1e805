package io.baton.api.job;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;

/** Keeps the table that jobs are found in by label. */
@ApplicationScoped
public class JobLabels {
  private static final String DELETE = "delete from job_label where job_id = :id";
  private static final String INSERT =
      """
      insert into job_label (job_id, term, owner, created_at, sequence)
      select job.id, label.term, job.owner, job.created_at, job.sequence
      from job
        cross join lateral jsonb_each_text(job.labels) as each_label (key, value)
        cross join lateral (
          values (each_label.key), (each_label.key || '=' || each_label.value)) as label (term)
      where job.id in (:ids)
      """;

  private final EntityManager entities;

  JobLabels(EntityManager entities) {
    this.entities = entities;
  }

  /** Notes the labels of new jobs. */
  @Transactional(Transactional.TxType.MANDATORY)
  void note(List<JobEntity> jobs) {
    List<String> labelled =
        jobs.stream().filter(job -> !job.labels.isEmpty()).map(job -> job.id).toList();
    if (!labelled.isEmpty()) {
      entities.flush();
      entities.createNativeQuery(INSERT).setParameter("ids", labelled).executeUpdate();
    }
  }

  /** Notes the labels of a job anew; the caller has locked its row. */
  @Transactional(Transactional.TxType.MANDATORY)
  void noteAnew(JobEntity job) {
    entities.createNativeQuery(DELETE).setParameter("id", job.id).executeUpdate();
    note(List.of(job));
  }
}
