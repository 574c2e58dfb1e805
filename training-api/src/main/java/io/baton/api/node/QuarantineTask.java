package io.baton.api.node;

import io.baton.api.background.ClusterTask;
import io.baton.api.background.TaskRun;
import io.baton.api.config.BatonConfig;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.util.List;

/** Keeps work from nodes on which job after job fails, and ends quarantines that are over. */
@ApplicationScoped
public class QuarantineTask implements ClusterTask {
  private static final String OVER =
      """
      with over as (
        update node set cleared_at = quarantined_until,
          quarantined_until = null, quarantined_at = null, quarantine_reason = null
        where quarantined_until <= baton_now()
        returning id
      )
      insert into node_event (node_id, type, at, text)
      select id, 'node.released', baton_now(), 'The quarantine is over.' from over
      """;

  /** Nodes whose newest attempts that tell something all failed, each with another job. */
  private static final String SUSPECTS =
      """
      select node.* from node
      cross join lateral (
        select count(*) filter (where outcome = 'failed') as failures, count(distinct job_id) as jobs
        from (
          select job_id, outcome from attempt
          where attempt.node_id = node.id
            and ended_at > greatest(
              baton_now() - :withinMillis * interval '1 millisecond', coalesce(node.cleared_at, '-infinity'))
            and (outcome = 'completed'
              or outcome = 'failed' and (failure_class is null or failure_class not in (:innocent)))
          order by ended_at desc limit :failures) told) newest
      where node.id in (
          select node_id from attempt where outcome = 'failed'
            and ended_at > baton_now() - :withinMillis * interval '1 millisecond')
        and node.quarantined_until is null
        and newest.failures = :failures and newest.jobs = :failures
      order by node.id
      for update of node
      """;

  private static final String ROOM =
      """
      select count(*) filter (where quarantined_until > baton_now()) + 1 <= count(*) * cast(:share as double precision)
      from node
      where pool = :pool and last_seen_at > baton_now() - :offlineMillis * interval '1 millisecond'
      """;

  private final EntityManager entities;
  private final NodeOrders orders;
  private final BatonConfig.Nodes nodes;
  private final BatonConfig.Quarantine config;

  QuarantineTask(EntityManager entities, NodeOrders orders, BatonConfig config) {
    this.entities = entities;
    this.orders = orders;
    this.nodes = config.nodes();
    this.config = config.nodes().quarantine();
  }

  @Override
  public String name() {
    return "node-quarantine";
  }

  @Override
  public Duration every() {
    return config.interval();
  }

  @Override
  public void run(TaskRun run) {
    look();
  }

  void look() {
    QuarkusTransaction.requiringNew().run(() -> entities.createNativeQuery(OVER).executeUpdate());
    if (config.afterFailures() > 0) {
      QuarkusTransaction.requiringNew().run(this::quarantineSuspects);
    }
  }

  private void quarantineSuspects() {
    @SuppressWarnings("unchecked")
    List<NodeEntity> suspects =
        entities
            .createNativeQuery(SUSPECTS, NodeEntity.class)
            .setParameter("failures", config.afterFailures())
            .setParameter("withinMillis", config.within().toMillis())
            .setParameter("innocent", Blame.innocent())
            .getResultList();
    for (NodeEntity node : suspects) {
      if (poolHasRoom(node.pool)) {
        orders.quarantine(
            node,
            "The last %d jobs failed on it, all within %s."
                .formatted(config.afterFailures(), text(config.within())),
            config.duration());
        entities.flush();
      }
    }
  }

  private boolean poolHasRoom(String pool) {
    return (Boolean)
        entities
            .createNativeQuery(ROOM, Boolean.class)
            .setParameter("share", config.maxShare())
            .setParameter("pool", pool)
            .setParameter("offlineMillis", nodes.offlineAfter().toMillis())
            .getSingleResult();
  }

  private static String text(Duration duration) {
    return duration.toSeconds() % 3600 == 0
        ? duration.toHours() + " h"
        : duration.toSeconds() % 60 == 0
            ? duration.toMinutes() + " min"
            : duration.toSeconds() + " s";
  }
}
