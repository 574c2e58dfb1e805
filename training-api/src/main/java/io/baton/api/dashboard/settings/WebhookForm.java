package io.baton.api.dashboard.settings;

import io.baton.protocol.event.EventType;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.webhook.SigningSecret;
import io.baton.protocol.webhook.Webhook;
import io.baton.protocol.webhook.WebhookChange;
import io.baton.protocol.webhook.WebhookCreation;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The form of a webhook, as it was typed. A secret that was typed is not among it: a form that
 * comes back does not show it.
 *
 * @param types names of events; none stands for all
 */
public record WebhookForm(String url, List<String> types) {
  static final WebhookForm BLANK = new WebhookForm("", List.of());

  static WebhookForm of(SentForm form) {
    return new WebhookForm(form.text("url").orElse(""), form.texts("types"));
  }

  static WebhookForm of(Webhook webhook) {
    return new WebhookForm(
        webhook.url().toString(), webhook.types().stream().map(EventType::wireName).toList());
  }

  WebhookCreation creation(Optional<SigningSecret> secret) {
    return new WebhookCreation(address(), secret, chosen());
  }

  WebhookChange change() {
    return new WebhookChange(Optional.of(address()), Optional.of(chosen()), Optional.empty());
  }

  private URI address() {
    try {
      return URI.create(url);
    } catch (IllegalArgumentException noAddress) {
      throw new InvalidFieldException("url", "must be an http or https address, not '" + url + "'");
    }
  }

  private List<EventType> chosen() {
    return types.stream().map(WebhookForm::type).toList();
  }

  private static EventType type(String name) {
    return sent().stream()
        .filter(type -> type.wireName().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidFieldException("types", "must not hold '" + name + "', an unknown one"));
  }

  /** Events that webhooks carry. */
  private static List<EventType> sent() {
    return Arrays.stream(EventType.values()).filter(EventType::sent).toList();
  }

  public List<EventType> choices() {
    return sent();
  }

  public boolean has(EventType type) {
    return types.contains(type.wireName());
  }
}
