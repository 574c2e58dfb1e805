package io.baton.api.dashboard.job;

import io.baton.protocol.webhook.WebhookDelivery;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * What was sent to webhooks of a job's events.
 *
 * @param newest newest first
 * @param hidden how many older ones are left out
 */
public record DeliveryList(List<WebhookDelivery> newest, int hidden) {
  private static final int MOST = 30;

  static DeliveryList of(List<WebhookDelivery> oldestFirst) {
    int hidden = Math.max(0, oldestFirst.size() - MOST);
    List<WebhookDelivery> newest = new ArrayList<>(oldestFirst.subList(hidden, oldestFirst.size()));
    Collections.reverse(newest);
    return new DeliveryList(newest, hidden);
  }

  /** In words that a person looks for. */
  public String answer(WebhookDelivery delivery) {
    return delivery.lastHttpStatus().map(status -> "HTTP " + status).orElse("no answer yet");
  }
}
