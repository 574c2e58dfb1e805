package io.baton.protocol.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.event.EventType;
import io.baton.protocol.field.Fields;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Asks for events of all of one's jobs.
 *
 * @param url an http or https address without user and password, 1 to 2,048 characters
 * @param secret {@code whsec_} and the base64 of 24 to 64 bytes; absent: the service draws one of
 *     32 bytes
 * @param types the events to get, at most 32 entries; empty: all that webhooks carry; default none
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record WebhookCreation(URI url, Optional<SigningSecret> secret, List<EventType> types) {
  public WebhookCreation {
    WebhookUrls.valid("url", url);
    secret = Fields.orDefault(secret, Optional.empty());
    types = WebhookTypes.valid("types", types);
  }
}
