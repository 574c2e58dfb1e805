package io.baton.sync.store;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where a bucket is and how requests are signed.
 *
 * @param endpoint base URL of the S3 server, without a path
 * @param region such as {@code us-east-1}; servers that know none ignore it
 * @param sessionToken of temporary credentials
 * @param prefix all keys are below it; empty for the whole bucket
 */
public record S3Settings(
    URI endpoint,
    String region,
    String accessKey,
    String secretKey,
    Optional<String> sessionToken,
    String bucket,
    Optional<ObjectKey> prefix) {
  private static final Pattern BUCKET = Pattern.compile("[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]");

  public S3Settings {
    Objects.requireNonNull(region, "region");
    if (!BUCKET.matcher(bucket).matches()) {
      throw new SyncException(
          SyncError.BAD_INPUT,
          "'"
              + bucket
              + "' is no bucket name: 3 to 63 lower-case letters, digits, dots and hyphens.");
    }
    Objects.requireNonNull(sessionToken, "sessionToken");
    Objects.requireNonNull(prefix, "prefix");
    if (endpoint.getHost() == null
        || !("http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme()))) {
      throw new SyncException(
          SyncError.BAD_INPUT,
          "The S3 endpoint '" + endpoint + "' is no address such as https://s3.example.com.");
    }
    if (accessKey.isBlank() || secretKey.isBlank()) {
      throw new SyncException(
          SyncError.BAD_INPUT, "S3 needs an access key and a secret key; one of them is empty.");
    }
  }

  /** Without the secrets. */
  @Override
  public String toString() {
    return endpoint + "/" + bucket + prefix.map(key -> "/" + key).orElse("");
  }
}
