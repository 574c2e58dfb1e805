package io.baton.api.idempotency;

import java.net.URI;
import java.util.Optional;

/**
 * A successful answer.
 *
 * @param status the HTTP status
 * @param location where a created thing is
 * @param body to be written as JSON
 */
public record Answer(int status, Optional<URI> location, Object body) {
  private static final int OK = 200;
  private static final int CREATED = 201;

  public static Answer ok(Object body) {
    return new Answer(OK, Optional.empty(), body);
  }

  public static Answer created(URI location, Object body) {
    return new Answer(CREATED, Optional.of(location), body);
  }

  /** Created several things, which have no address together. */
  public static Answer created(Object body) {
    return new Answer(CREATED, Optional.empty(), body);
  }
}
