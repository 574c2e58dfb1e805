package io.baton.sync.webhook;

import java.util.Optional;

/** What a try came to. */
sealed interface WebhookAnswer {
  /** The receiver has it. */
  record Delivered() implements WebhookAnswer {}

  /** The receiver wants no more, of this and everything else (410). */
  record Gone() implements WebhookAnswer {}

  /**
   * Not this time.
   *
   * @param why for people, without a full stop
   */
  record Failed(String why, Optional<String> retryAfter) implements WebhookAnswer {}
}
