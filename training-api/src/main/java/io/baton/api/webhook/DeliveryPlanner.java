package io.baton.api.webhook;

import io.baton.protocol.event.JobEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;

/** Turns events into deliveries. An event that comes again makes no more of them. */
@ApplicationScoped
public class DeliveryPlanner {
  private final DeliveryQueue queue;
  private final Event<DeliveryPlanned> planned;

  DeliveryPlanner(DeliveryQueue queue, Event<DeliveryPlanned> planned) {
    this.queue = queue;
    this.planned = planned;
  }

  @Transactional(Transactional.TxType.REQUIRES_NEW)
  public void plan(JobEvent event) {
    if (queue.plan(event) > 0) {
      planned.fire(new DeliveryPlanned());
    }
  }
}
