package io.baton.protocol.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import java.util.List;
import java.util.Optional;

/**
 * Webhooks, newest first.
 *
 * @param webhooks at most 200 entries
 * @param nextCursor asks for the page that follows; absent on the last page
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record WebhookPage(List<Webhook> webhooks, Optional<String> nextCursor) {
  public WebhookPage {
    webhooks = Fields.listOrEmpty(webhooks);
  }
}
