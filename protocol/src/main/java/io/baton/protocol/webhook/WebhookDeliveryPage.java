package io.baton.protocol.webhook;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import java.util.List;
import java.util.Optional;

/**
 * The log of a webhook, newest first.
 *
 * @param deliveries at most 200 entries
 * @param nextCursor asks for the page that follows; absent on the last page
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record WebhookDeliveryPage(List<WebhookDelivery> deliveries, Optional<String> nextCursor) {
  public WebhookDeliveryPage {
    deliveries = Fields.listOrEmpty(deliveries);
  }
}
