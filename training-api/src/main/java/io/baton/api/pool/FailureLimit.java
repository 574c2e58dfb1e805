package io.baton.api.pool;

import io.baton.api.config.BatonConfig;
import io.baton.api.config.NodesConfig;
import io.baton.api.job.JobEntity;
import io.baton.api.node.NodeEntity;
import io.baton.api.node.NodeOrders;
import io.baton.api.pool.policy.Policies;
import io.baton.api.time.DatabaseClock;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.ReallocationRules;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;

/**
 * Takes a node out of work in the transaction that records the last failure that its pool's {@link
 * ReallocationRules} allow it. The node's row is locked before its failures are counted, and claims
 * write that row before they look whether it may have work: so neither a second failure at the same
 * time nor a claim slips past the count.
 */
@ApplicationScoped
public class FailureLimit {
  /**
   * One at a time for each pool: nodes of it that reach the limit together must not together take
   * more of it out than they may.
   */
  private static final String LOCK_POOL =
      "select pg_advisory_xact_lock(hashtextextended('quarantine/' || :pool, 0))";

  private static final String ROOM =
      """
      select count(*) filter (where quarantined_until > baton_now()) + 1 <= count(*) * cast(:share as double precision)
      from node
      where pool = :pool and last_seen_at > baton_now() - :offlineMillis * interval '1 millisecond'
      """;

  private final EntityManager entities;
  private final NodeFailures failures;
  private final Policies policies;
  private final NodeOrders orders;
  private final DatabaseClock clock;
  private final NodesConfig config;

  FailureLimit(
      EntityManager entities,
      NodeFailures failures,
      Policies policies,
      NodeOrders orders,
      DatabaseClock clock,
      BatonConfig config) {
    this.entities = entities;
    this.failures = failures;
    this.policies = policies;
    this.orders = orders;
    this.clock = clock;
    this.config = config.nodes();
  }

  /** Locks the row of the node that holds a job, which it is about to fail. */
  @Transactional(Transactional.TxType.MANDATORY)
  public Culprit culprit(JobEntity job) {
    NodeEntity node = orders.locked(new NodeId(job.nodeId));
    ReallocationRules rules = policies.of(new PoolName(node.pool)).policy().reallocation();
    return new Culprit(node, rules, failures.ofOtherJobs(node.id, job.id, rules));
  }

  /** A node on which a job fails of the node's fault. */
  public final class Culprit {
    private final NodeEntity node;
    private final ReallocationRules rules;
    private final int others;

    private Culprit(NodeEntity node, ReallocationRules rules, int others) {
      this.node = node;
      this.rules = rules;
      this.others = others;
    }

    /** Whether it was taken out of work before for as many failures as it may have. */
    public boolean isOut() {
      return others >= rules.maxFailures() && node.quarantinedAt(clock.now());
    }

    /** Another job failed on it. */
    public void failedAgain() {
      int failed = others + 1;
      if (failed < rules.maxFailures()) {
        return;
      }
      Instant now = clock.now();
      Duration length = Duration.ofSeconds(rules.banSeconds());
      if (node.quarantinedAt(now)
          ? node.quarantinedUntil.isBefore(now.plus(length))
          : poolHasRoom(node.pool)) {
        orders.quarantine(node, reason(failed), length);
      }
    }

    private String reason(int failed) {
      return "%s failed on it within %s: that takes a node of its pool out of work."
          .formatted(
              failed == 1 ? "A job" : failed + " jobs",
              text(Duration.ofSeconds(rules.windowSeconds())));
    }
  }

  private boolean poolHasRoom(String pool) {
    entities.createNativeQuery(LOCK_POOL).setParameter("pool", pool).getSingleResult();
    return (Boolean)
        entities
            .createNativeQuery(ROOM, Boolean.class)
            .setParameter("share", config.quarantine().maxShare())
            .setParameter("pool", pool)
            .setParameter("offlineMillis", config.offlineAfter().toMillis())
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
