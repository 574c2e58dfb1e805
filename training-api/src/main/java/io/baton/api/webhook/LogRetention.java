package io.baton.api.webhook;

import io.baton.api.background.ClusterTask;
import io.baton.api.background.TaskRun;
import io.baton.api.config.BatonConfig;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Duration;

/** Deletes deliveries that ended long ago from the log. */
@ApplicationScoped
public class LogRetention implements ClusterTask {
  private static final int BATCH = 2000;

  private static final String DELETE =
      """
      delete from webhook_delivery where id in (
        select id from webhook_delivery
        where ended_at < baton_now() - :keptMillis * interval '1 millisecond'
        order by ended_at
        limit :most
        for update skip locked)
      """;

  private final EntityManager entities;
  private final Duration kept;
  private final Duration every;

  LogRetention(EntityManager entities, BatonConfig config) {
    this.entities = entities;
    this.kept = config.webhooks().logKept();
    this.every = config.retention().interval();
  }

  @Override
  public String name() {
    return "webhook-log";
  }

  @Override
  public Duration every() {
    return every;
  }

  @Override
  public void run(TaskRun run) {
    while (run.stillMine() && deleteBatch() == BATCH) {}
  }

  /** Returns how many are gone. */
  int deleteBatch() {
    return QuarkusTransaction.requiringNew()
        .call(
            () ->
                entities
                    .createNativeQuery(DELETE)
                    .setParameter("keptMillis", kept.toMillis())
                    .setParameter("most", BATCH)
                    .executeUpdate());
  }
}
