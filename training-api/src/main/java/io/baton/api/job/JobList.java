package io.baton.api.job;

import io.baton.api.access.OwnerScope;
import io.baton.api.persistence.WireNames;
import io.baton.protocol.access.OwnerName;
import io.baton.protocol.job.JobCounts;
import io.baton.protocol.job.JobFilter;
import io.baton.protocol.job.JobPage;
import io.baton.protocol.job.JobStatus;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Finds and counts jobs. */
@ApplicationScoped
@Transactional
public class JobList {
  private final EntityManager entities;
  private final WireNames.OfJobStatus statuses = new WireNames.OfJobStatus();

  JobList(EntityManager entities) {
    this.entities = entities;
  }

  /** Newest first; {@code after} is the cursor of the page before. */
  public JobPage page(OwnerScope scope, JobFilter filter, Optional<JobCursor> after, int limit) {
    Optional<JobFilter> seen = within(scope, filter);
    if (seen.isEmpty()) {
      return new JobPage(List.of(), Optional.empty());
    }
    JobSearch search = new JobSearch(seen.get());
    String sql = search.page(after.orElse(JobCursor.START), limit + 1);
    @SuppressWarnings("unchecked")
    List<JobEntity> found =
        withParameters(entities.createNativeQuery(sql, JobEntity.class), search).getResultList();
    boolean more = found.size() > limit;
    List<JobEntity> shown = more ? found.subList(0, limit) : found;
    return new JobPage(
        shown.stream().map(JobView::of).toList(),
        more ? Optional.of(JobCursor.after(shown.get(limit - 1)).text()) : Optional.empty());
  }

  public JobCounts counts(OwnerScope scope, JobFilter filter) {
    Optional<JobFilter> seen = within(scope, filter);
    Map<JobStatus, Long> counts = new EnumMap<>(JobStatus.class);
    if (seen.isPresent()) {
      JobSearch search = new JobSearch(seen.get());
      @SuppressWarnings("unchecked")
      List<Tuple> rows =
          withParameters(entities.createNativeQuery(search.counts(), Tuple.class), search)
              .getResultList();
      rows.forEach(
          row ->
              counts.put(
                  statuses.convertToEntityAttribute(row.get(0, String.class)),
                  row.get(1, Long.class)));
    }
    return JobCounts.of(counts);
  }

  private static Query withParameters(Query query, JobSearch search) {
    search.parameters().forEach(query::setParameter);
    return query;
  }

  /** Empty where the filter asks for an owner whose jobs do not exist for the caller. */
  private static Optional<JobFilter> within(OwnerScope scope, JobFilter filter) {
    Optional<OwnerName> asked = filter.owner();
    if (asked.isPresent() && !scope.covers(asked.get().value())) {
      return Optional.empty();
    }
    return Optional.of(scope.only().map(filter::ownedBy).orElse(filter));
  }
}
