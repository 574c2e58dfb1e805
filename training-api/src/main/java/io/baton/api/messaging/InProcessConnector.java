package io.baton.api.messaging;

import io.smallrye.mutiny.operators.multi.processors.UnicastProcessor;
import io.smallrye.reactive.messaging.annotations.ConnectorAttribute;
import io.smallrye.reactive.messaging.connector.InboundConnector;
import io.smallrye.reactive.messaging.connector.OutboundConnector;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.spi.Connector;

/**
 * The broker of a service that needs none: what an outgoing channel sends arrives at the incoming
 * channel with the same topic, in this process. Sending is acknowledged once receiving is.
 */
@ApplicationScoped
@Connector(InProcessConnector.NAME)
@ConnectorAttribute(
    name = "topic",
    type = "string",
    mandatory = true,
    direction = ConnectorAttribute.Direction.INCOMING_AND_OUTGOING,
    description = "what the two channels have in common")
public class InProcessConnector implements InboundConnector, OutboundConnector {
  public static final String NAME = "baton-in-process";

  private final Map<String, UnicastProcessor<Message<?>>> topics = new ConcurrentHashMap<>();

  @Override
  public Flow.Publisher<? extends Message<?>> getPublisher(Config config) {
    return topic(config);
  }

  @Override
  public Flow.Subscriber<? extends Message<?>> getSubscriber(Config config) {
    return topic(config);
  }

  private UnicastProcessor<Message<?>> topic(Config config) {
    return topics.computeIfAbsent(
        config.getValue("topic", String.class), name -> UnicastProcessor.create());
  }
}
