package io.baton.sync.webhook;

import io.baton.sync.webhook.WebhookAnswer.Delivered;
import io.baton.sync.webhook.WebhookAnswer.Failed;
import io.baton.sync.webhook.WebhookAnswer.Gone;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** One request: redirects are not followed, the answer's body is not read. */
final class WebhookPost {
  private static final Duration TIMEOUT = Duration.ofSeconds(15);
  private static final int GONE = 410;

  private final WebhookTarget target;
  private final Clock clock;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(TIMEOUT)
          .build();

  WebhookPost(WebhookTarget target, Clock clock) {
    this.target = target;
    this.clock = clock;
  }

  WebhookAnswer send(WebhookEvent event) throws InterruptedException {
    byte[] body = event.body();
    long timestamp = clock.instant().getEpochSecond();
    HttpRequest request =
        HttpRequest.newBuilder(target.url())
            .timeout(TIMEOUT)
            .header("Content-Type", "application/json")
            .header("User-Agent", "Baton")
            .header("webhook-id", event.id())
            .header("webhook-timestamp", Long.toString(timestamp))
            .header(
                "webhook-signature",
                WebhookSignature.of(target.secret(), event.id(), timestamp, body))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    try {
      return answer(http.send(request, HttpResponse.BodyHandlers.discarding()));
    } catch (IOException e) {
      String why = e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
      return new Failed("it cannot be reached (" + why + ")", Optional.empty());
    }
  }

  private static WebhookAnswer answer(HttpResponse<Void> response) {
    int status = response.statusCode();
    if (status / 100 == 2) {
      return new Delivered();
    }
    return status == GONE
        ? new Gone()
        : new Failed("it answers HTTP " + status, response.headers().firstValue("Retry-After"));
  }
}
