package io.baton.protocol.client;

import io.baton.protocol.access.ApiKey;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * Which API to call, and as whom.
 *
 * @param address where it answers
 * @param key says who calls; absent: nobody, whom most of the API refuses
 * @param timeout longest wait for a connection, and then for an answer
 */
public record ApiEndpoint(URI address, Optional<ApiKey> key, Duration timeout) {
  public ApiEndpoint {
    Objects.requireNonNull(address, "address");
    Objects.requireNonNull(key, "key");
    Objects.requireNonNull(timeout, "timeout");
  }

  public ApiEndpoint withTimeout(Duration other) {
    return new ApiEndpoint(address, key, other);
  }
}
