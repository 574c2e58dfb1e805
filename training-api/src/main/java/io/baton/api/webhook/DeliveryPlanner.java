package io.baton.api.webhook;

import io.baton.protocol.event.JobEvent;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Turns events into deliveries. An event that comes twice makes one delivery. */
@ApplicationScoped
public class DeliveryPlanner {
  private static final String PLAN =
      """
      insert into webhook_delivery (event_sequence, job_id, type, url, status, next_try_at)
      select :sequence, id, :type, webhook_url, 'pending', baton_now()
      from job where id = :job and webhook_url is not null
      on conflict (event_sequence) do nothing
      """;

  private final EntityManager entities;
  private final Event<DeliveryPlanned> planned;

  DeliveryPlanner(EntityManager entities, Event<DeliveryPlanned> planned) {
    this.entities = entities;
    this.planned = planned;
  }

  @Incoming("job-events")
  @Blocking
  @Transactional
  public void plan(JobEvent event) {
    if (!event.type().sent()) {
      return;
    }
    int inserted =
        entities
            .createNativeQuery(PLAN)
            .setParameter("sequence", event.sequence())
            .setParameter("type", event.type().wireName())
            .setParameter("job", event.job().value())
            .executeUpdate();
    if (inserted > 0) {
      planned.fire(new DeliveryPlanned());
    }
  }
}
