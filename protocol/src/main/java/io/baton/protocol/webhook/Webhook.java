package io.baton.protocol.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.access.OwnerName;
import io.baton.protocol.event.EventType;
import io.baton.protocol.field.Fields;
import io.baton.protocol.job.JobId;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An address that gets the events of its owner's jobs. Its secret is never shown again.
 *
 * @param id names it
 * @param owner whose jobs it hears of
 * @param job the one job that it was given with; absent: it hears of all of its owner's jobs
 * @param url where events are sent
 * @param types the events that it gets, at most 32 entries; empty: all that webhooks carry
 * @param enabled whether events are sent; events that happen while it is false are not sent later
 * @param disabledReason one sentence; absent while it is enabled
 * @param disabledAt absent while it is enabled
 * @param previousSecretUntil until when the secret before this one signs as well; absent when only
 *     one signs
 * @param createdAt when it was made
 * @param updatedAt when it was changed last
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Webhook(
    WebhookId id,
    OwnerName owner,
    Optional<JobId> job,
    URI url,
    List<EventType> types,
    boolean enabled,
    Optional<String> disabledReason,
    Optional<Instant> disabledAt,
    Optional<Instant> previousSecretUntil,
    Instant createdAt,
    Instant updatedAt) {
  public Webhook {
    types = Fields.listOrEmpty(types);
  }
}
