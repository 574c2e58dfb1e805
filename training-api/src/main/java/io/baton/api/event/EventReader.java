package io.baton.api.event;

import io.quarkus.panache.common.Parameters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.TypedQuery;
import jakarta.transaction.Transactional;
import java.util.List;
import java.util.Map;

/** Reads published events from the database, a bounded part at a time. */
@ApplicationScoped
public class EventReader {
  /** Most events in a part. */
  static final int PART = 200;

  /** Most positions that one query looks at for one reader, whatever it filters. */
  private static final long LOOKED_AT = 5000;

  private final EntityManager entities;

  EventReader(EntityManager entities) {
    this.entities = entities;
  }

  /** The newest position there is. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public long newest() {
    return newestPosition();
  }

  private long newestPosition() {
    return (Long)
        entities.createNativeQuery("select position from event_feed", Long.class).getSingleResult();
  }

  /** The first of those that follow a position; its end says up to where it looked. */
  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public EventTail.Part after(EventFilter filter, long position) {
    // Asked first: every event up to it is visible to the query that follows.
    long newest = newestPosition();
    long until = filter.job().isPresent() ? newest : Math.min(newest, position + LOOKED_AT);
    List<PublishedEvent> events = position < until ? query(filter, position, until) : List.of();
    boolean full = events.size() == PART;
    long upTo = full ? events.get(PART - 1).position() : Math.max(position, until);
    return new EventTail.Part(true, events, upTo);
  }

  private List<PublishedEvent> query(EventFilter filter, long after, long until) {
    StringBuilder where =
        new StringBuilder("where j.id = e.jobId and e.position > :after and e.position <= :until");
    Parameters parameters = Parameters.with("after", after).and("until", until);
    filter
        .scope()
        .only()
        .ifPresent(
            owner -> {
              where.append(" and j.owner = :owner");
              parameters.and("owner", owner.value());
            });
    filter
        .job()
        .ifPresent(
            job -> {
              where.append(" and e.jobId = :job");
              parameters.and("job", job.value());
            });
    if (filter.job().isEmpty()) {
      where.append(" and j.sampledJobId is null");
    }
    if (!filter.types().isEmpty()) {
      where.append(" and e.type in :types");
      parameters.and("types", filter.types());
    }
    TypedQuery<Object[]> query =
        entities.createQuery(
            "select e, j.owner from EventEntity e, JobEntity j " + where + " order by e.position",
            Object[].class);
    for (Map.Entry<String, Object> each : parameters.map().entrySet()) {
      query.setParameter(each.getKey(), each.getValue());
    }
    return query.setMaxResults(PART).getResultList().stream()
        .map(row -> published((EventEntity) row[0], (String) row[1]))
        .toList();
  }

  private static PublishedEvent published(EventEntity event, String owner) {
    return new PublishedEvent(event.position, owner, event.toRecord());
  }
}
