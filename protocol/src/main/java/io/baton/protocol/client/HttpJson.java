package io.baton.protocol.client;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.baton.protocol.access.ApiKey;
import io.baton.protocol.idempotency.IdempotencyKey;
import io.baton.protocol.problem.Problem;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;

/** Sends and receives the contract's records. Thread-safe. */
final class HttpJson {
  private static final int NO_CONTENT = 204;
  private static final String EVENT_STREAM = "text/event-stream, " + Problem.MEDIA_TYPE;

  private final URI api;
  private final Optional<ApiKey> key;
  private final Duration timeout;
  private final HttpClient http;

  HttpJson(ApiEndpoint endpoint) {
    String text = endpoint.address().toString();
    this.api = text.endsWith("/") ? endpoint.address() : URI.create(text + "/");
    this.key = endpoint.key();
    this.timeout = endpoint.timeout();
    HttpClient.Builder client =
        HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(timeout);
    if ("http".equals(api.getScheme())) {
      client.sslContext(withoutCertificates());
    }
    this.http = client.build();
  }

  /** In place of the default one, which reads all certificates of the JDK whether needed or not. */
  private static SSLContext withoutCertificates() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[0], null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }

  /** Where it sends to; ends in a slash. */
  URI api() {
    return api;
  }

  <T> T get(String path, Class<T> answer) {
    return read(send(request(path).GET()), answer);
  }

  <T> T post(String path, Object body, Class<T> answer) {
    return read(send(request(path).POST(json(body))), answer);
  }

  /** Posts what is done once, however often it is sent under the key. */
  <T> T post(String path, Object body, IdempotencyKey key, Class<T> answer) {
    return read(
        send(request(path).header(IdempotencyKey.HEADER, key.value()).POST(json(body))), answer);
  }

  <T> T put(String path, Object body, Class<T> answer) {
    return read(send(request(path).PUT(json(body))), answer);
  }

  /** Puts what is refused unless the thing has that version. */
  <T> T put(String path, Object body, long version, Class<T> answer) {
    return read(
        send(request(path).header("If-Match", "\"" + version + "\"").PUT(json(body))), answer);
  }

  <T> Optional<T> postForOptional(String path, Object body, Class<T> answer) {
    HttpResponse<String> response = send(request(path).POST(json(body)));
    return response.statusCode() == NO_CONTENT
        ? Optional.empty()
        : Optional.of(read(response, answer));
  }

  void post(String path, Object body) {
    send(request(path).POST(json(body)));
  }

  <T> T patch(String path, Object body, Class<T> answer) {
    return read(send(request(path).method("PATCH", json(body))), answer);
  }

  void delete(String path) {
    send(request(path).DELETE());
  }

  /** What is sent piece by piece, for as long as either side wants. */
  InputStream stream(String path) {
    HttpRequest request = request(path).setHeader("Accept", EVENT_STREAM).GET().build();
    HttpResponse<InputStream> response = exchange(request, BodyHandlers.ofInputStream());
    if (response.statusCode() / 100 == 2) {
      return response.body();
    }
    try (InputStream body = response.body()) {
      throw refusal(response.statusCode(), new String(body.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UnreachableException(api, String.valueOf(e.getMessage()), e);
    }
  }

  private HttpRequest.Builder request(String path) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(api.resolve(path))
            .timeout(timeout)
            .header("Content-Type", "application/json")
            .header("Accept", "application/json, " + Problem.MEDIA_TYPE);
    key.ifPresent(secret -> request.header("Authorization", secret.bearer()));
    return request;
  }

  private static HttpRequest.BodyPublisher json(Object body) {
    try {
      return BodyPublishers.ofString(Json.mapper().writeValueAsString(body));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("cannot be written as JSON: " + body, e);
    }
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    HttpResponse<String> response = exchange(request.build(), BodyHandlers.ofString());
    if (response.statusCode() / 100 == 2) {
      return response;
    }
    throw refusal(response.statusCode(), response.body());
  }

  private <T> HttpResponse<T> exchange(HttpRequest request, BodyHandler<T> body) {
    try {
      return http.send(request, body);
    } catch (HttpConnectTimeoutException | ConnectException e) {
      throw new UnreachableException(
          api,
          isUnresolved(e)
              ? "no machine has the name " + api.getHost() + "; is it spelled right?"
              : "nothing answers there; is it running?",
          e);
    } catch (HttpTimeoutException e) {
      throw new UnreachableException(api, "no answer within " + timeout.toSeconds() + " s", e);
    } catch (IOException e) {
      throw new UnreachableException(api, String.valueOf(e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnreachableException(api, "the call was interrupted", e);
    }
  }

  private static boolean isUnresolved(Throwable failure) {
    return failure instanceof UnresolvedAddressException
        || failure.getCause() != null && isUnresolved(failure.getCause());
  }

  private ApiException refusal(int status, String body) {
    try {
      return new RefusedException(Json.mapper().readValue(body, Problem.class));
    } catch (JsonProcessingException notFromBaton) {
      return new UnreachableException(
          api,
          "it answered HTTP " + status + " without a problem document; is it Baton?",
          notFromBaton);
    }
  }

  private <T> T read(HttpResponse<String> response, Class<T> answer) {
    try {
      return Json.mapper().readValue(response.body(), answer);
    } catch (JsonProcessingException e) {
      throw new UnreachableException(
          api, "its answer is no " + answer.getSimpleName() + ": " + e.getOriginalMessage(), e);
    }
  }
}
