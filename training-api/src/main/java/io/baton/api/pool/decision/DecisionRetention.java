package io.baton.api.pool.decision;

import io.baton.api.background.ClusterTask;
import io.baton.api.background.TaskRun;
import io.baton.api.config.BatonConfig;
import io.baton.api.config.PoolsConfig;
import io.baton.protocol.pool.ScalingAction;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Duration;

/** Deletes decisions that were made last long ago. */
@ApplicationScoped
public class DecisionRetention implements ClusterTask {
  private static final int BATCH = 10_000;

  /** A machine that was replaced is kept away from its pool for so long at most. */
  private static final Duration LONGEST_BAN = Duration.ofDays(30);

  private static final String DELETE =
      """
      delete from scaling_decision where sequence in (
        select sequence from scaling_decision
        where last_at < baton_now() - :keptMillis * interval '1 millisecond'
          and (action <> :banning or last_at < baton_now() - :banMillis * interval '1 millisecond')
        order by last_at limit :batch)
      """;

  private final EntityManager entities;
  private final PoolsConfig config;

  DecisionRetention(EntityManager entities, BatonConfig config) {
    this.entities = entities;
    this.config = config.pools();
  }

  @Override
  public String name() {
    return "retention-of-decisions";
  }

  @Override
  public Duration every() {
    return config.cleanupInterval();
  }

  @Override
  public void run(TaskRun run) {
    while (run.stillMine() && deleteSome() == BATCH) {}
  }

  int deleteSome() {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                entities
                    .createNativeQuery(DELETE)
                    .setParameter("keptMillis", config.decisionsKept().toMillis())
                    .setParameter("banMillis", LONGEST_BAN.toMillis())
                    .setParameter("banning", ScalingAction.REALLOCATE.wireName())
                    .setParameter("batch", BATCH)
                    .executeUpdate());
  }
}
