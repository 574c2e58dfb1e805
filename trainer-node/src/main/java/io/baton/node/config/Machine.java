package io.baton.node.config;

import io.baton.node.prepare.Sha256;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** What tells this machine from a copy of it: systemd's machine id, hashed as it asks for. */
final class Machine {
  private static final Path MACHINE_ID = Path.of("/etc/machine-id");

  private Machine() {}

  /** Empty where there is none, as in most containers. */
  static Optional<String> name() {
    try {
      return Files.size(MACHINE_ID) > 1 ? Optional.of(Sha256.of(MACHINE_ID)) : Optional.empty();
    } catch (IOException none) {
      return Optional.empty();
    }
  }
}
