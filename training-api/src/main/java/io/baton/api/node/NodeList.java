package io.baton.api.node;

import io.baton.api.config.BatonConfig;
import io.baton.api.config.NodesConfig;
import io.baton.protocol.node.NodeState;
import io.baton.protocol.pool.PoolName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Finds nodes by pool and state. */
@ApplicationScoped
public class NodeList {
  /** The state of {@code node}, with what it holds as {@code held}. */
  private static final String STATES =
      """
      select node.id, node.pool, held.id as job_id, case
        when node.last_seen_at <= baton_now() - :offlineMillis * interval '1 millisecond'
          then case when node.forgotten_at is null then 'offline' else 'forgotten' end
        when node.quarantined_until > baton_now() then 'quarantined'
        when node.draining_since is not null then 'draining'
        when held.id is not null then 'busy'
        else 'idle' end as state
      from node left join lateral (
        select job.id from job
        where job.node_id = node.id and job.status = 'running' and job.lease_expires_at > baton_now()
        limit 1) held on true
      """;

  private static final String PAGE =
      "with listed as ("
          + STATES
          + """
            where node.id > :after and (cast(:pool as text) is null or node.pool = :pool)
          )
          select id, job_id, state from listed
          where state = :state or (cast(:state as text) is null and state <> 'forgotten')
          order by id limit :limit
          """;
  private static final String ONE =
      "select id, job_id, state from (" + STATES + " where node.id = :id) one";
  private static final String COUNTS =
      "select pool, state, count(*) from ("
          + STATES
          + ") node where state <> 'forgotten' group by pool, state";

  private static final Comparator<PoolName> BY_NAME = Comparator.comparing(PoolName::value);

  private final EntityManager entities;
  private final NodesConfig config;

  NodeList(EntityManager entities, BatonConfig config) {
    this.entities = entities;
    this.config = config.nodes();
  }

  /** By id, after the cursor; forgotten ones only where their state is asked for. */
  @Transactional(Transactional.TxType.MANDATORY)
  public List<Entry> page(
      Optional<PoolName> pool, Optional<NodeState> state, Optional<NodeCursor> after, int limit) {
    return entries(
        entities
            .createNativeQuery(PAGE, Tuple.class)
            .setParameter("after", after.map(NodeCursor::afterId).orElse(""))
            .setParameter("pool", pool.map(PoolName::value).orElse(null))
            .setParameter("state", state.map(NodeState::wireName).orElse(null))
            .setParameter("limit", limit));
  }

  @Transactional(Transactional.TxType.MANDATORY)
  public Optional<Entry> one(String id) {
    return entries(entities.createNativeQuery(ONE, Tuple.class).setParameter("id", id)).stream()
        .findFirst();
  }

  /** How many nodes of each pool are in which state, but for forgotten ones. */
  @Transactional(Transactional.TxType.MANDATORY)
  public Map<PoolName, Map<NodeState, Integer>> counts() {
    @SuppressWarnings("unchecked")
    List<Tuple> rows =
        entities
            .createNativeQuery(COUNTS, Tuple.class)
            .setParameter("offlineMillis", config.offlineAfter().toMillis())
            .getResultList();
    Map<PoolName, Map<NodeState, Integer>> counts = new TreeMap<>(BY_NAME);
    for (Tuple row : rows) {
      counts
          .computeIfAbsent(
              new PoolName(row.get(0, String.class)), pool -> new EnumMap<>(NodeState.class))
          .put(state(row.get(1, String.class)), Math.toIntExact(row.get(2, Long.class)));
    }
    return counts;
  }

  private static NodeState state(String wireName) {
    return NodeState.valueOf(wireName.toUpperCase(Locale.ROOT));
  }

  @SuppressWarnings("unchecked")
  private List<Entry> entries(Query query) {
    List<Tuple> rows =
        query.setParameter("offlineMillis", config.offlineAfter().toMillis()).getResultList();
    return rows.stream()
        .map(
            row ->
                new Entry(
                    row.get(0, String.class),
                    Optional.ofNullable(row.get(1, String.class)),
                    state(row.get(2, String.class))))
        .toList();
  }

  /**
   * A node.
   *
   * @param jobId what it holds
   */
  public record Entry(String id, Optional<String> jobId, NodeState state) {}
}
