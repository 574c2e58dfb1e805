package io.baton.cli.job;

import io.baton.cli.CommandFailedException;
import io.baton.protocol.webhook.WebhookTarget;
import java.net.URI;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where a job's events are sent. */
final class WebhookOptions {
  @Option(
      names = "--webhook",
      paramLabel = "URL",
      description = "Send the job's events there, signed as Standard Webhooks say.")
  private URI url;

  @Option(
      names = "--webhook-secret",
      paramLabel = "SECRET",
      defaultValue = "${env:BATON_WEBHOOK_SECRET}",
      description =
          "whsec_ and the base64 of 24 to 64 bytes. Default: BATON_WEBHOOK_SECRET, which keeps it"
              + " out of the list of processes.")
  private String secret;

  Optional<WebhookTarget> target() {
    if (url == null) {
      return Optional.empty();
    }
    if (secret == null) {
      throw new CommandFailedException(
          "--webhook needs --webhook-secret (or BATON_WEBHOOK_SECRET): the key that signs.");
    }
    return Optional.of(new WebhookTarget(url, secret));
  }
}
