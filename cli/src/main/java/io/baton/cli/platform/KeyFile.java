package io.baton.cli.platform;

import io.baton.cli.CommandFailedException;
import io.baton.protocol.access.ApiKey;
import io.baton.protocol.field.InvalidFieldException;
import java.nio.file.Path;
import java.util.Optional;

/** Holds one API key; nobody but its owner can read it, at no moment. */
public record KeyFile(Path path) {
  /** Empty when there is no such file. */
  public Optional<ApiKey> read() {
    try {
      return new OwnersFile(path).read().map(ApiKey::new);
    } catch (InvalidFieldException e) {
      throw new CommandFailedException(
          "The file " + path + " holds no API key: " + e.getMessage() + "; delete it.", e);
    }
  }

  ApiKey readOrDraw() {
    return read()
        .orElseGet(
            () -> {
              ApiKey drawn = ApiKey.random();
              write(drawn);
              return drawn;
            });
  }

  void write(ApiKey key) {
    new OwnersFile(path).write(key.value());
  }
}
