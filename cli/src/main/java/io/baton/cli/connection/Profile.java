package io.baton.cli.connection;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.access.ApiKey;
import io.baton.protocol.field.Fields;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * An API that somebody logged in to.
 *
 * @param name chosen by the user, 1 to 64 of A-Z, a-z, 0-9, . _ and -
 * @param api its address
 * @param key sent to that address only; absent: none
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record Profile(String name, URI api, Optional<ApiKey> key) {
  /** Stands for the {@code baton up} that runs on this machine. */
  public static final String LOCAL = "local";

  static final String DEFAULT = "default";

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  public Profile {
    Fields.matching("profile", name, NAME, "must be 1 to 64 of A-Z, a-z, 0-9, . _ and -");
    Fields.required("api", api);
    key = Fields.orEmpty(key);
  }

  boolean isAt(URI address) {
    return api.resolve("/").equals(address.resolve("/"));
  }
}
