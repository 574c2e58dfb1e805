package io.baton.cli.platform;

import io.baton.cli.CommandFailedException;
import io.baton.protocol.access.ApiKey;
import io.baton.protocol.field.InvalidFieldException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** Holds one API key; nobody but its owner can read it, at no moment. */
public record KeyFile(Path path) {
  private static final FileAttribute<Set<PosixFilePermission>> OWNERS_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> OWNERS_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  /** Empty when there is no such file. */
  public Optional<ApiKey> read() {
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    try {
      return Optional.of(new ApiKey(Files.readString(path).strip()));
    } catch (IOException e) {
      throw new CommandFailedException("The file " + path + " cannot be read: " + e + ".", e);
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
    try {
      Files.createDirectories(path.getParent(), OWNERS_DIRECTORY);
      Path part = Files.createTempFile(path.getParent(), ".key", "", OWNERS_FILE);
      Files.writeString(part, key.value() + "\n");
      Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new CommandFailedException("The file " + path + " cannot be written: " + e + ".", e);
    }
  }
}
