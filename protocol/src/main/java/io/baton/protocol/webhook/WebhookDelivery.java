package io.baton.protocol.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.job.JobId;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * An event on its way to a webhook.
 *
 * @param id the {@code webhook-id} of every try
 * @param webhook where it goes
 * @param job whose event it is; absent for a test event
 * @param eventSequence of the event, at least 1; absent for a test event
 * @param type of the event, or {@code webhook.test}; at most 64 characters
 * @param url where the next try goes
 * @param status where it stands
 * @param tries how often it was sent, at least 0
 * @param lastHttpStatus what the receiver answered last, 100 to 599; absent without an answer
 * @param lastProblem why the last try was no success, or why it was given up; absent while there is
 *     nothing to say
 * @param createdAt when it was planned
 * @param lastTriedAt absent before the first try
 * @param nextTryAt absent when it has ended, or waits for an earlier event of its job
 * @param deliveredAt absent until it is delivered
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record WebhookDelivery(
    String id,
    WebhookId webhook,
    Optional<JobId> job,
    Optional<Long> eventSequence,
    String type,
    URI url,
    DeliveryStatus status,
    int tries,
    Optional<Integer> lastHttpStatus,
    Optional<String> lastProblem,
    Instant createdAt,
    Optional<Instant> lastTriedAt,
    Optional<Instant> nextTryAt,
    Optional<Instant> deliveredAt) {}
