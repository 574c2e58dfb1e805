package io.baton.node.models;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A lock between the agents of a machine: an empty file that processes lock. It ends with its
 * process, however that ends. One process opens each file only once, since closing one of two
 * channels would end the locks of both.
 */
final class CacheLock implements AutoCloseable {
  /** Who holds what in this process. */
  private static final Map<Path, Held> HELD = new HashMap<>();

  private static final class Held {
    private final FileChannel channel;
    private final boolean shared;
    private int holders = 1;

    Held(FileChannel channel, boolean shared) {
      this.channel = channel;
      this.shared = shared;
    }
  }

  private final Path file;

  private CacheLock(Path file) {
    this.file = file;
  }

  /** Beside others who hold it shared; empty while somebody holds it alone. */
  static Optional<CacheLock> shared(Path file) throws IOException {
    return lock(file, true);
  }

  /** Empty while anybody else holds it. */
  static Optional<CacheLock> alone(Path file) throws IOException {
    return lock(file, false);
  }

  private static Optional<CacheLock> lock(Path file, boolean shared) throws IOException {
    Path path = file.toAbsolutePath().normalize();
    synchronized (HELD) {
      Held held = HELD.get(path);
      if (held != null) {
        if (!shared || !held.shared) {
          return Optional.empty();
        }
        held.holders++;
        return Optional.of(new CacheLock(path));
      }
      Files.createDirectories(path.getParent());
      FileChannel channel =
          FileChannel.open(
              path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock(0, Long.MAX_VALUE, shared);
      if (lock == null) {
        channel.close();
        return Optional.empty();
      }
      HELD.put(path, new Held(channel, shared));
      return Optional.of(new CacheLock(path));
    }
  }

  @Override
  public void close() throws IOException {
    synchronized (HELD) {
      Held held = HELD.get(file);
      if (--held.holders == 0) {
        HELD.remove(file);
        held.channel.close();
      }
    }
  }
}
