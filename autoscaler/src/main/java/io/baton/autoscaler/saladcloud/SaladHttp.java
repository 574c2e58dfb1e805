package io.baton.autoscaler.saladcloud;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Sends requests with the key. */
final class SaladHttp {
  private static final String MERGE_PATCH = "application/merge-patch+json";

  private final String api;
  private final SaladApiKey key;
  private final HttpClient http;

  SaladHttp(URI api, SaladApiKey key, Duration connectTimeout) {
    String text = api.toString();
    this.api = text.endsWith("/") ? text : text + "/";
    this.key = key;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            // The key goes to this address and to no other.
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(connectTimeout)
            .build();
  }

  SaladAnswer send(SaladRequest request, Duration timeout)
      throws IOException, InterruptedException {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(api + request.path()))
            .timeout(timeout)
            .header(SaladApiKey.HEADER, key.value())
            .header("Accept", "application/json, " + MERGE_PATCH)
            .method(request.method(), body(request));
    if (request.mergePatch().isPresent()) {
      builder.header("Content-Type", MERGE_PATCH);
    }
    HttpResponse<String> response = http.send(builder.build(), BodyHandlers.ofString());
    return new SaladAnswer(
        response.statusCode(), response.body(), response.headers().firstValue("Retry-After"));
  }

  private static BodyPublisher body(SaladRequest request) {
    return request.mergePatch().map(BodyPublishers::ofString).orElse(BodyPublishers.noBody());
  }
}
