package io.baton.cli.platform;

import io.baton.cli.CommandFailedException;
import io.baton.protocol.client.Json;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;

/**
 * Where a local platform keeps everything.
 *
 * <pre>
 *   lock            held while a platform runs on it
 *   platform.json   addresses of the platform that runs
 *   profiles.json   where somebody logged in to; only their owner can read it
 *   keys/           the operator's and the nodes' API keys; only their owner can read them
 *   postgresql/     the database
 *   storage/        the objects: datasets, checkpoints, LoRAs
 *   models/         base models by name
 *   pool/           the nodes' process files, working directories and logs
 *   logs/           of the services
 * </pre>
 */
public record DataDirectory(Path path) {
  /** {@code BATON_HOME}, or {@code .baton} in the home directory. */
  public static DataDirectory byDefault() {
    return of(System.getenv());
  }

  /** As a process with these variables finds it. */
  public static DataDirectory of(Map<String, String> environment) {
    String home = environment.get("BATON_HOME");
    return new DataDirectory(
        home == null || home.isBlank()
            ? Path.of(System.getProperty("user.home"), ".baton")
            : Path.of(home));
  }

  public DataDirectory {
    path = path.toAbsolutePath().normalize();
  }

  /** The key that the platform's own commands use. */
  public KeyFile operatorKey() {
    return new KeyFile(path.resolve("keys").resolve("operator"));
  }

  KeyFile nodeKey() {
    return new KeyFile(path.resolve("keys").resolve("nodes"));
  }

  public Path postgresql() {
    return path.resolve("postgresql");
  }

  public Path storage() {
    return path.resolve("storage");
  }

  public Path models() {
    return path.resolve("models");
  }

  public Path pool() {
    return path.resolve("pool");
  }

  public Path logs() {
    return path.resolve("logs");
  }

  private Path stateFile() {
    return path.resolve("platform.json");
  }

  private Path lockFile() {
    return path.resolve("lock");
  }

  /** Takes the directory until the lock is closed or this process ends. */
  FileChannel lock() {
    try {
      Files.createDirectories(logs());
      FileChannel channel =
          FileChannel.open(lockFile(), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel).isEmpty()) {
        channel.close();
        throw new CommandFailedException(
            "A platform already runs on "
                + path
                + runningPlatform().map(state -> ", at " + state.api()).orElse("")
                + ": stop it, or choose another directory with --data.");
      }
      return channel;
    } catch (IOException e) {
      throw new CommandFailedException(
          "The directory " + path + " cannot be written: " + e + "; choose another with --data.",
          e);
    }
  }

  private static Optional<FileLock> tryLock(FileChannel channel) throws IOException {
    try {
      return Optional.ofNullable(channel.tryLock());
    } catch (OverlappingFileLockException heldByThisProcess) {
      return Optional.empty();
    }
  }

  void write(PlatformState state) throws IOException {
    Path written = path.resolve("platform.json.tmp");
    Files.writeString(written, Json.mapper().writeValueAsString(state));
    Files.move(written, stateFile(), StandardCopyOption.ATOMIC_MOVE);
  }

  void removeState() throws IOException {
    Files.deleteIfExists(stateFile());
  }

  /** The platform that runs on this directory now. */
  public Optional<PlatformState> runningPlatform() {
    if (!Files.exists(stateFile())) {
      return Optional.empty();
    }
    try (FileChannel channel = FileChannel.open(lockFile(), StandardOpenOption.WRITE)) {
      if (tryLock(channel).isPresent()) {
        // Nobody holds it: the file is what a crash left.
        return Optional.empty();
      }
      return Optional.of(
          Json.mapper().readValue(Files.readString(stateFile()), PlatformState.class));
    } catch (IOException notOursOrGone) {
      return Optional.empty();
    }
  }
}
