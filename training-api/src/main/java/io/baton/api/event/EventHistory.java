package io.baton.api.event;

import io.baton.api.access.OwnerScope;
import io.baton.api.job.Jobs;
import io.baton.protocol.event.JobEvent;
import io.baton.protocol.event.JobEventPage;
import io.baton.protocol.job.JobId;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Optional;

/** What happened to a job. */
@ApplicationScoped
public class EventHistory {
  private final Jobs jobs;

  EventHistory(Jobs jobs) {
    this.jobs = jobs;
  }

  /** Events after a sequence, oldest first. */
  @Transactional
  public JobEventPage page(OwnerScope scope, JobId job, long after, int limit) {
    jobs.require(scope, job);
    List<JobEvent> events =
        EventEntity.after(job.value(), after, limit + 1).stream()
            .map(EventEntity::toRecord)
            .toList();
    boolean more = events.size() > limit;
    return new JobEventPage(
        more ? events.subList(0, limit) : events,
        more ? Optional.of(events.get(limit - 1).sequence()) : Optional.empty());
  }
}
