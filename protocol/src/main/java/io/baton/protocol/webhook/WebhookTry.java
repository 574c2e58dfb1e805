package io.baton.protocol.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;

/**
 * One request to a webhook.
 *
 * @param number counted from 1 over all tries of the delivery, at least 1
 * @param at when it was sent
 * @param url where it was sent
 * @param httpStatus what the receiver answered, 100 to 599; absent without an answer
 * @param problem why it is no success, one sentence; absent when it is one
 * @param millis how long it took, in milliseconds, at least 0
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record WebhookTry(
    int number,
    Instant at,
    URI url,
    Optional<Integer> httpStatus,
    Optional<String> problem,
    long millis) {}
