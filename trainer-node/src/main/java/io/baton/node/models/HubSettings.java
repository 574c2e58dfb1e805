package io.baton.node.models;

import io.baton.node.config.ConfigException;
import java.net.URI;
import java.util.Objects;
import java.util.Optional;

/**
 * The hub that {@code hf://} means.
 *
 * @param endpoint where it answers, without a path
 * @param token shown to it, and to no other host
 */
public record HubSettings(URI endpoint, Optional<String> token) {
  public HubSettings {
    Objects.requireNonNull(token, "token");
    boolean http = "http".equals(endpoint.getScheme()) || "https".equals(endpoint.getScheme());
    if (!http || endpoint.getHost() == null) {
      throw new ConfigException(
          "--hub must be an address such as https://huggingface.co, not '" + endpoint + "'.");
    }
    String text = endpoint.toString();
    endpoint = URI.create(text.endsWith("/") ? text : text + "/");
  }

  /** Without the secret. */
  @Override
  public String toString() {
    return endpoint + (token.isPresent() ? " (with a token)" : "");
  }
}
