package io.baton.cli.platform;

import io.baton.cli.CommandFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/** A small text that nobody but its owner can read, at no moment. */
public record OwnersFile(Path path) {
  private static final FileAttribute<Set<PosixFilePermission>> OWNERS_FILE =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
  private static final FileAttribute<Set<PosixFilePermission>> OWNERS_DIRECTORY =
      PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

  /** Empty when there is no such file. */
  public Optional<String> read() {
    if (!Files.exists(path)) {
      return Optional.empty();
    }
    try {
      return Optional.of(Files.readString(path).strip());
    } catch (IOException e) {
      throw new CommandFailedException("The file " + path + " cannot be read: " + e + ".", e);
    }
  }

  /** Replaces it at one moment. */
  public void write(String text) {
    try {
      Files.createDirectories(path.getParent(), OWNERS_DIRECTORY);
      Path part = Files.createTempFile(path.getParent(), ".part", "", OWNERS_FILE);
      Files.writeString(part, text + "\n");
      Files.move(part, path, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new CommandFailedException("The file " + path + " cannot be written: " + e + ".", e);
    }
  }
}
