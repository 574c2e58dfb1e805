package io.baton.api.background;

import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;

/** This process among all that serve the same database. */
@ApplicationScoped
public class Replica {
  private static final int RANDOM_BYTES = 4;

  private final String name = newName();

  /** Host, process and a random part: containers may share the first two. */
  public String name() {
    return name;
  }

  private static String newName() {
    byte[] random = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(random);
    return "%s/%d/%s"
        .formatted(
            Optional.ofNullable(System.getenv("HOSTNAME")).orElse("localhost"),
            ProcessHandle.current().pid(),
            HexFormat.of().formatHex(random));
  }
}
