package io.baton.sync.cli;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import io.baton.sync.webhook.WebhookSecret;
import io.baton.sync.webhook.WebhookTarget;
import io.baton.sync.webhook.Webhooks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Who is told of a run. */
final class WebhookOptions {
  /** The secret itself; a wrapped command does not inherit it. */
  static final String SECRET_VARIABLE = "CHECKPOINT_SYNC_WEBHOOK_SECRET";

  @Option(
      names = "--webhook",
      paramLabel = "URL",
      defaultValue = "${env:CHECKPOINT_SYNC_WEBHOOK}",
      description =
          "gets a signed POST for each stored checkpoint and at the end (CHECKPOINT_SYNC_WEBHOOK)")
  String url;

  @Option(
      names = "--webhook-secret-file",
      paramLabel = "FILE",
      defaultValue = "${env:CHECKPOINT_SYNC_WEBHOOK_SECRET_FILE}",
      description =
          "holds what signs them, whsec_ and base64 (default: CHECKPOINT_SYNC_WEBHOOK_SECRET)")
  Path secretFile;

  @Option(
      names = "--webhook-timeout",
      paramLabel = "TIME",
      defaultValue = "${env:CHECKPOINT_SYNC_WEBHOOK_TIMEOUT:-60s}",
      converter = DurationText.class,
      description =
          "how long to send at the end what has not got through (default: 60s;"
              + " CHECKPOINT_SYNC_WEBHOOK_TIMEOUT)")
  Duration timeout = Duration.ofSeconds(60);

  /** Starts to send; nothing where nobody is to be told. */
  Optional<Webhooks> start(Map<String, String> environment) {
    if (url == null || url.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Webhooks.start(WebhookTarget.of(url, secret(environment)), Clock.systemUTC()));
  }

  private WebhookSecret secret(Map<String, String> environment) {
    if (secretFile != null && !secretFile.toString().isEmpty()) {
      try {
        return WebhookSecret.of("The file " + secretFile, Files.readString(secretFile).strip());
      } catch (IOException e) {
        throw new SyncException(
            SyncError.BAD_INPUT,
            "--webhook-secret-file " + secretFile + " cannot be read (" + e + ").",
            e);
      }
    }
    return WebhookSecret.of(SECRET_VARIABLE, environment.getOrDefault(SECRET_VARIABLE, "").strip());
  }
}
