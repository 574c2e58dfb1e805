package io.baton.protocol.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.event.EventType;
import io.baton.protocol.field.Fields;
import io.baton.protocol.field.InvalidFieldException;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * Changes a webhook. What is absent stays; at least one must be there.
 *
 * @param url an http or https address without user and password, 1 to 2,048 characters; what is
 *     waiting goes there too; absent: unchanged
 * @param types the events to get, at most 32 entries; empty: all that webhooks carry; absent:
 *     unchanged
 * @param enabled false gives up what is waiting; absent: unchanged
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record WebhookChange(
    Optional<URI> url, Optional<List<EventType>> types, Optional<Boolean> enabled) {
  public WebhookChange {
    url = Fields.orDefault(url, Optional.empty());
    url.ifPresent(address -> WebhookUrls.valid("url", address));
    types =
        Fields.orDefault(types, Optional.<List<EventType>>empty())
            .map(named -> WebhookTypes.valid("types", named));
    enabled = Fields.orDefault(enabled, Optional.empty());
    if (url.isEmpty() && types.isEmpty() && enabled.isEmpty()) {
      throw new InvalidFieldException("url", "is missing, and so are 'types' and 'enabled'");
    }
  }
}
