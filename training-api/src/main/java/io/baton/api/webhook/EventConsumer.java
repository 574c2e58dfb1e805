package io.baton.api.webhook;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.baton.api.messaging.EventMessages;
import io.baton.protocol.event.JobEvent;
import io.smallrye.reactive.messaging.annotations.Blocking;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jboss.logging.Logger;

/**
 * Takes events from the channel, one after the other. A message counts as received once its
 * deliveries are committed. Until they can be written it is tried again, so that what follows does
 * not come before it.
 */
@ApplicationScoped
public class EventConsumer {
  private static final Logger LOG = Logger.getLogger(EventConsumer.class);
  private static final Duration FIRST_WAIT = Duration.ofMillis(100);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);

  private final DeliveryPlanner planner;

  EventConsumer(DeliveryPlanner planner) {
    this.planner = planner;
  }

  @Incoming(EventMessages.IN)
  @Blocking
  public void receive(String message) {
    JobEvent event;
    try {
      event = EventMessages.parse(message);
    } catch (JsonProcessingException e) {
      LOG.errorf("a message that is no event was left out: %s", e.getOriginalMessage());
      return;
    }
    // On this thread: those of the channel's timers must not wait for a database.
    long waitMillis = FIRST_WAIT.toMillis();
    while (!isPlanned(event)) {
      pause(waitMillis);
      waitMillis = Math.min(2 * waitMillis, LONGEST_WAIT.toMillis());
    }
  }

  private boolean isPlanned(JobEvent event) {
    try {
      planner.plan(event);
      return true;
    } catch (RuntimeException e) {
      LOG.warnf("event %d is not planned yet: %s", event.sequence(), e);
      return false;
    }
  }

  private static void pause(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("the service stops; the message comes again", e);
    }
  }
}
