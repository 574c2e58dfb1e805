package io.baton.node.models;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.Optional;

/** GETs that follow nothing by themselves. */
final class SourceHttp {
  private static final Logger LOG = System.getLogger(SourceHttp.class.getName());
  static final int MAX_REDIRECTS = 5;
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);

  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .followRedirects(HttpClient.Redirect.NEVER)
          .connectTimeout(Duration.ofSeconds(10))
          .build();

  /**
   * Asks; the caller closes the body.
   *
   * @param offset of the first byte that is wanted
   */
  HttpResponse<InputStream> get(URI address, Optional<String> token, long offset)
      throws SourceTroubleException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address)
            .timeout(ANSWER_TIMEOUT)
            // Compressed on the way, neither sizes nor offsets would be the file's.
            .header("Accept-Encoding", "identity")
            .header("User-Agent", "baton-trainer-node");
    token.ifPresent(secret -> request.header("Authorization", "Bearer " + secret));
    if (offset > 0) {
      request.header("Range", "bytes=" + offset + "-");
    }
    try {
      return client.send(
          request.build(),
          head -> BodySubscribers.mapping(BodySubscribers.ofInputStream(), StallingBody::new));
    } catch (IOException e) {
      // Signed addresses are secrets: the host says enough.
      throw new SourceTroubleException(
          address.getHost() + " does not answer (" + e.getClass().getSimpleName() + ")");
    }
  }

  static void discard(HttpResponse<InputStream> answer) {
    try {
      answer.body().close();
    } catch (IOException alreadyBroken) {
      LOG.log(Level.DEBUG, () -> "A connection broke before it was closed: " + alreadyBroken);
    }
  }
}
