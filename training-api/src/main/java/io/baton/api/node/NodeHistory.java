package io.baton.api.node;

import io.baton.protocol.job.AttemptOutcome;
import io.baton.protocol.node.AttemptCounts;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How attempts ended on nodes. */
@ApplicationScoped
public class NodeHistory {
  private static final String COUNTS =
      """
      select node_id,
        count(*) filter (where outcome = 'completed'), count(*) filter (where outcome = 'drained'),
        count(*) filter (where outcome = 'lost'), count(*) filter (where outcome = 'failed'),
        count(*) filter (where outcome = 'canceled')
      from attempt where node_id in (:nodes) group by node_id
      """;
  // Whatever is older than a week says nothing about a machine's health.
  private static final String RECENT =
      """
      select node.id, recent.outcome, recent.failure_class in (:innocent)
      from node cross join lateral (
        select outcome, failure_class, ended_at from attempt
        where attempt.node_id = node.id and ended_at > baton_now() - interval '7 days'
        order by ended_at desc limit :most) recent
      where node.id in (:nodes)
      order by node.id, recent.ended_at desc
      """;

  private final EntityManager entities;

  NodeHistory(EntityManager entities) {
    this.entities = entities;
  }

  /** All attempts that ended on each of these nodes. */
  @Transactional(Transactional.TxType.MANDATORY)
  public Map<String, AttemptCounts> counts(Collection<String> nodes) {
    Map<String, AttemptCounts> counts = new HashMap<>();
    for (Tuple row :
        rows(entities.createNativeQuery(COUNTS, Tuple.class).setParameter("nodes", nodes))) {
      counts.put(
          row.get(0, String.class),
          new AttemptCounts(
              row.get(1, Long.class),
              row.get(2, Long.class),
              row.get(3, Long.class),
              row.get(4, Long.class),
              row.get(5, Long.class)));
    }
    return counts;
  }

  /** What counts for the health of each of these nodes. */
  @Transactional(Transactional.TxType.MANDATORY)
  public Map<String, List<NodeHealth.EndedAttempt>> recent(Collection<String> nodes) {
    Map<String, List<NodeHealth.EndedAttempt>> recent = new HashMap<>();
    for (Tuple row :
        rows(
            entities
                .createNativeQuery(RECENT, Tuple.class)
                .setParameter("innocent", Blame.innocent())
                .setParameter("most", NodeHealth.ATTEMPTS)
                .setParameter("nodes", nodes))) {
      boolean innocent = Boolean.TRUE.equals(row.get(2, Boolean.class));
      recent
          .computeIfAbsent(row.get(0, String.class), node -> new ArrayList<>())
          .add(
              new NodeHealth.EndedAttempt(
                  AttemptOutcome.valueOf(row.get(1, String.class).toUpperCase(Locale.ROOT)),
                  !innocent));
    }
    return recent;
  }

  @SuppressWarnings("unchecked")
  private static List<Tuple> rows(jakarta.persistence.Query query) {
    return query.getResultList();
  }
}
