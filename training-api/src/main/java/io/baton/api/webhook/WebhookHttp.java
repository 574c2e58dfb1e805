package io.baton.api.webhook;

import io.baton.api.config.BatonConfig;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/** Sends one signed request. Redirects are not followed, answers' bodies are not read. */
@ApplicationScoped
public class WebhookHttp {
  private static final MediaType JSON = MediaType.get("application/json");

  private final OkHttpClient http;
  private final Duration timeout;

  @Inject
  WebhookHttp(BatonConfig config) {
    this(
        config.webhooks().timeout(),
        address -> config.webhooks().allowPrivateAddresses() || AddressPolicy.isPublic(address));
  }

  /**
   * @param allowed asked for each address at the moment of connecting to it
   */
  WebhookHttp(Duration timeout, Predicate<InetAddress> allowed) {
    this.timeout = timeout;
    this.http =
        new OkHttpClient.Builder()
            .socketFactory(new GuardedSocketFactory(allowed))
            .proxy(Proxy.NO_PROXY)
            .protocols(List.of(Protocol.HTTP_1_1))
            .followRedirects(false)
            .followSslRedirects(false)
            .retryOnConnectionFailure(false)
            .callTimeout(timeout)
            .build();
  }

  /**
   * A request to be sent.
   *
   * @param timestamp of this try
   * @param signatures one or more, with spaces between them
   */
  record Signed(URI url, String id, Instant timestamp, String signatures, String body) {}

  /** Tries once. */
  TryResult send(Signed signed) {
    try {
      Request request =
          new Request.Builder()
              .url(signed.url().toString())
              .header("User-Agent", "Baton")
              .header("webhook-id", signed.id())
              .header("webhook-timestamp", Long.toString(signed.timestamp().getEpochSecond()))
              .header("webhook-signature", signed.signatures())
              .post(RequestBody.create(signed.body().getBytes(StandardCharsets.UTF_8), JSON))
              .build();
      try (Response response = http.newCall(request).execute()) {
        return TryResult.answered(
            response.code(),
            Optional.ofNullable(response.header("Retry-After"))
                .flatMap(text -> RetryAfter.parse(text, signed.timestamp())));
      }
    } catch (InterruptedIOException e) {
      return TryResult.unanswered("no answer within " + timeout.toSeconds() + " s");
    } catch (IOException | IllegalArgumentException e) {
      return TryResult.unanswered(String.valueOf(e.getMessage()));
    }
  }

  @PreDestroy
  void close() {
    http.dispatcher().executorService().shutdown();
    http.connectionPool().evictAll();
  }
}
