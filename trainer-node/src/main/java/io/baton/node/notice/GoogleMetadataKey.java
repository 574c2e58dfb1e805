package io.baton.node.notice;

import io.baton.node.notice.Metadata.Answer;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/**
 * A key of Google Compute Engine's metadata server: at first read at once, then whenever it changes
 * (Compute Engine documentation, "Query VM metadata", {@code wait_for_change}).
 */
final class GoogleMetadataKey {
  static final String SERVICE = "the metadata server of Google Compute Engine";

  private static final Duration WAIT = Duration.ofSeconds(60);
  private static final Duration LONGER_THAN_WAIT = Duration.ofSeconds(75);
  private static final String FLAVOR = "Metadata-Flavor";
  private static final String GOOGLE = "Google";

  private final Metadata metadata;
  private final String path;
  private Optional<String> etag = Optional.empty();

  GoogleMetadataKey(Metadata metadata, String key) {
    this.metadata = metadata;
    this.path = "/computeMetadata/v1/instance/" + key;
  }

  /** Its value; after the first time waits for another, but for no longer than a minute. */
  String next() throws IOException, InterruptedException {
    Answer answer = ask();
    // Only Google's server answers so: another at the same address has nothing to tell.
    boolean google = answer.headers().firstValue(FLAVOR).filter(GOOGLE::equals).isPresent();
    if (answer.status() != 200 || !google) {
      etag = Optional.empty();
      throw answer.unexpected();
    }
    etag = answer.headers().firstValue("ETag");
    return answer.body().strip();
  }

  private Answer ask() throws IOException, InterruptedException {
    Map<String, String> headers = Map.of(FLAVOR, GOOGLE);
    if (etag.isEmpty()) {
      return metadata.get(path, headers);
    }
    String query =
        "?wait_for_change=true&timeout_sec="
            + WAIT.toSeconds()
            + "&last_etag="
            + URLEncoder.encode(etag.get(), StandardCharsets.UTF_8);
    return metadata.getSlowly(path + query, headers, LONGER_THAN_WAIT);
  }
}
