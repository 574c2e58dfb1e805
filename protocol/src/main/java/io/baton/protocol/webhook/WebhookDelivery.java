package io.baton.protocol.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.event.EventType;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * An event on its way to a webhook.
 *
 * @param id the {@code webhook-id} of every try
 * @param tries how often it was sent
 * @param lastProblem why the last try was no success
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record WebhookDelivery(
    String id,
    long eventSequence,
    EventType type,
    URI url,
    DeliveryStatus status,
    int tries,
    Optional<Integer> lastHttpStatus,
    Optional<String> lastProblem,
    Optional<Instant> nextTryAt,
    Optional<Instant> deliveredAt) {}
