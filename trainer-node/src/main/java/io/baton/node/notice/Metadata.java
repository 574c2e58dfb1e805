package io.baton.node.notice;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A cloud's metadata service. It is a neighbour at a fixed address: no proxy, no redirect, and an
 * answer that takes too long or is too large is none.
 */
public final class Metadata {
  /** The same with every cloud: a link-local address, which leaves the machine only to its host. */
  public static final URI LINK_LOCAL = URI.create("http://169.254.169.254");

  private static final Duration QUICKLY = Duration.ofSeconds(5);
  private static final Duration CONNECT = Duration.ofSeconds(2);

  private final URI address;
  private final Duration patience;
  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .proxy(HttpClient.Builder.NO_PROXY)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(CONNECT)
          .build();

  public Metadata(URI address) {
    this(address, QUICKLY);
  }

  Metadata(URI address, Duration patience) {
    this.address = address;
    this.patience = patience;
  }

  /** An answer, whatever its status. */
  record Answer(int status, HttpHeaders headers, String body) {
    /** What to say of one that is not as documented. */
    IOException unexpected() {
      return new IOException("its answer has status " + status + " or makes no sense");
    }
  }

  Answer get(String path, Map<String, String> headers) throws IOException, InterruptedException {
    return send("GET", path, headers, BodyPublishers.noBody(), patience);
  }

  /** For a service that may take its time; longer than that is not waited. */
  Answer getSlowly(String path, Map<String, String> headers, Duration longest)
      throws IOException, InterruptedException {
    return send("GET", path, headers, BodyPublishers.noBody(), longest);
  }

  Answer put(String path, Map<String, String> headers) throws IOException, InterruptedException {
    return send("PUT", path, headers, BodyPublishers.noBody(), patience);
  }

  Answer post(String path, Map<String, String> headers, String body)
      throws IOException, InterruptedException {
    return send("POST", path, headers, BodyPublishers.ofString(body), patience);
  }

  private Answer send(
      String method, String path, Map<String, String> headers, BodyPublisher body, Duration longest)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address.resolve(path)).method(method, body);
    headers.forEach(request::header);
    // The request's own timeout ends with the headers; a body may hang as well.
    CompletableFuture<HttpResponse<String>> answer =
        http.sendAsync(request.build(), head -> new BoundedText());
    try {
      HttpResponse<String> whole = answer.get(longest.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(whole.statusCode(), whole.headers(), whole.body());
    } catch (TimeoutException e) {
      throw new IOException("it did not answer within " + longest.toMillis() + " ms", e);
    } catch (ExecutionException e) {
      throw new IOException(String.valueOf(e.getCause()), e);
    } finally {
      answer.cancel(true);
    }
  }
}
