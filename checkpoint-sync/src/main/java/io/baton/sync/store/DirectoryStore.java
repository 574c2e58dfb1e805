package io.baton.sync.store;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Objects as files below a directory, such as a network file system. An object is written beside
 * its place, forced to disk and renamed, so that it appears whole or not at all.
 */
public final class DirectoryStore implements ListableStore {
  private static final String PARTIAL = ".partial";

  private final Path root;

  public DirectoryStore(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  @Override
  public void put(ObjectKey key, Path file) {
    try (InputStream content = Files.newInputStream(file)) {
      write(key, content);
    } catch (IOException e) {
      throw SyncException.local("reading", file, e);
    }
  }

  @Override
  public void put(ObjectKey key, byte[] bytes) {
    write(key, new ByteArrayInputStream(bytes));
  }

  private void write(ObjectKey key, InputStream content) {
    Path target = locate(key);
    Path partial = root.resolve(PARTIAL).resolve(UUID.randomUUID().toString());
    try {
      Files.createDirectories(partial.getParent());
      Files.createDirectories(target.getParent());
      requireInside(key, target.getParent());
      try {
        Files.copy(content, partial);
        try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
          channel.force(true);
        }
        Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(partial);
      }
    } catch (IOException e) {
      throw SyncException.local("storing", target, e);
    }
  }

  @Override
  public void get(ObjectKey key, Path target, long limit) {
    try (InputStream content = open(key)) {
      Transfer.toFile(key, content, target, limit);
    } catch (IOException e) {
      throw SyncException.local("reading", locate(key), e);
    }
  }

  @Override
  public byte[] get(ObjectKey key, int limit) {
    try (InputStream content = open(key)) {
      return Transfer.toBytes(key, content, limit);
    } catch (IOException e) {
      throw SyncException.local("reading", locate(key), e);
    }
  }

  private InputStream open(ObjectKey key) throws IOException {
    if (head(key).isEmpty()) {
      throw missing(key);
    }
    try {
      return Files.newInputStream(locate(key), LinkOption.NOFOLLOW_LINKS);
    } catch (NoSuchFileException e) {
      throw missing(key);
    }
  }

  @Override
  public Optional<ObjectStat> head(ObjectKey key) {
    Path file = locate(key);
    try {
      BasicFileAttributes attributes =
          Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      if (!attributes.isRegularFile()) {
        return Optional.empty();
      }
      requireInside(key, file.getParent());
      return Optional.of(
          new ObjectStat(key, attributes.size(), attributes.lastModifiedTime().toInstant()));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      if (isBelowAFile(file)) {
        return Optional.empty();
      }
      throw SyncException.local("reading", file, e);
    }
  }

  @Override
  public void delete(ObjectKey key) {
    Path file = locate(key);
    try {
      if (head(key).isEmpty()) {
        return;
      }
      Files.deleteIfExists(file);
      for (Path folder = file.getParent(); !folder.equals(root); folder = folder.getParent()) {
        Files.delete(folder);
      }
    } catch (DirectoryNotEmptyException | NoSuchFileException e) {
      // Other objects share the folder, or somebody else tidied it first.
    } catch (IOException e) {
      throw SyncException.local("deleting", file, e);
    }
  }

  @Override
  public List<ObjectStat> list(Optional<ObjectKey> prefix) {
    Path start = prefix.map(this::locate).orElse(root);
    if (!Files.isDirectory(start)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(start)) {
      return files
          .map(root::relativize)
          .filter(file -> !file.startsWith(PARTIAL) && !file.toString().isEmpty())
          .map(file -> new ObjectKey(file.toString()))
          .flatMap(key -> head(key).stream())
          .sorted((one, other) -> one.key().compareTo(other.key()))
          .toList();
    } catch (IOException e) {
      throw SyncException.local("listing", start, e);
    }
  }

  private Path locate(ObjectKey key) {
    Path file = root.resolve(key.value());
    if (file.startsWith(root.resolve(PARTIAL))) {
      throw new SyncException(
          SyncError.BAD_INPUT, "The key " + key + " is where unfinished objects are kept.");
    }
    return file;
  }

  /** A link below the root would lead keys outside it. */
  private void requireInside(ObjectKey key, Path folder) throws IOException {
    if (!folder.toRealPath().startsWith(root.toRealPath())) {
      throw new SyncException(
          SyncError.ACCESS_DENIED, "The key " + key + " leads outside " + root + " by a link.");
    }
  }

  private boolean isBelowAFile(Path file) {
    for (Path folder = file.getParent();
        folder != null && folder.startsWith(root);
        folder = folder.getParent()) {
      if (Files.isRegularFile(folder)) {
        return true;
      }
    }
    return false;
  }

  private static SyncException missing(ObjectKey key) {
    return new SyncException(SyncError.OBJECT_MISSING, "The object " + key + " is not there.");
  }

  @Override
  public String toString() {
    return root.toUri().toString();
  }
}
