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
 * @param eventSequence of the event, at least 1
 * @param type of the event
 * @param url where it goes
 * @param status where it stands
 * @param tries how often it was sent, at least 0
 * @param lastHttpStatus the last answer's HTTP status, 100 to 599; absent before the first answer
 * @param lastProblem why the last try was no success; absent when it was one, and before the first
 * @param nextTryAt when it is sent next; absent once it is delivered or given up
 * @param deliveredAt when it was delivered; absent before
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
