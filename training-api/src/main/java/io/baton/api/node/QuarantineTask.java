package io.baton.api.node;

import io.baton.api.background.ClusterTask;
import io.baton.api.background.TaskRun;
import io.baton.api.config.BatonConfig;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import java.time.Duration;

/** Ends quarantines that are over: the node starts with a clean record. */
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

  private final EntityManager entities;
  private final Duration every;

  QuarantineTask(EntityManager entities, BatonConfig config) {
    this.entities = entities;
    this.every = config.nodes().quarantine().interval();
  }

  @Override
  public String name() {
    return "node-quarantine";
  }

  @Override
  public Duration every() {
    return every;
  }

  @Override
  public void run(TaskRun run) {
    look();
  }

  void look() {
    QuarkusTransaction.requiringNew().run(() -> entities.createNativeQuery(OVER).executeUpdate());
  }
}
