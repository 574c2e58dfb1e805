package io.baton.node.models;

import io.baton.node.config.ConfigException;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/**
 * Where the buckets of {@code s3://} are.
 *
 * @param endpoint of the S3 server, without a path
 * @param region such as {@code us-east-1}
 * @param credentials empty: objects that anybody may read
 */
public record BucketSettings(URI endpoint, String region, Optional<Credentials> credentials) {
  /**
   * What requests are signed with.
   *
   * @param sessionToken of temporary ones
   */
  public record Credentials(String accessKey, String secretKey, Optional<String> sessionToken) {
    public Credentials {
      if (accessKey.isBlank() || secretKey.isBlank()) {
        throw new ConfigException(
            "Base models in S3 need an access key and a secret key; one of them is empty.");
      }
      Objects.requireNonNull(sessionToken, "sessionToken");
    }

    /** Nothing of them. */
    @Override
    public String toString() {
      return "credentials";
    }
  }

  public BucketSettings {
    Objects.requireNonNull(region, "region");
    Objects.requireNonNull(credentials, "credentials");
    boolean http = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
    if (!http || endpoint.getHost() == null) {
      throw new ConfigException(
          "--models-s3-endpoint must be an address such as https://s3.amazonaws.com, not '"
              + endpoint
              + "'.");
    }
  }
}
