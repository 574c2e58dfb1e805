package io.baton.sync.store;

import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
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
  public void put(ObjectKey key, FileSlice content, Pace pace) {
    Path partial = partial(UUID.randomUUID().toString());
    try (FileChannel source = SliceReader.open(content)) {
      copy(source, content, partial, 0, pace);
      appear(key, partial);
    } catch (IOException e) {
      throw SyncException.local("reading", content.file(), e);
    } finally {
      remove(partial);
    }
  }

  @Override
  public void put(ObjectKey key, byte[] bytes) {
    Path partial = partial(UUID.randomUUID().toString());
    try {
      Files.write(partial, bytes);
      appear(key, partial);
    } catch (IOException e) {
      throw SyncException.local("storing", partial, e);
    } finally {
      remove(partial);
    }
  }

  /** A place for what is not an object yet. */
  Path partial(String name) {
    Path folder = root.resolve(PARTIAL);
    try {
      Files.createDirectories(folder);
      return folder.resolve(name);
    } catch (IOException e) {
      throw SyncException.local("making", folder, e);
    }
  }

  static void copy(FileChannel source, FileSlice content, Path target, long offset, Pace pace)
      throws IOException {
    try (FileChannel file =
        FileChannel.open(target, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
      file.position(offset);
      for (byte[] chunk : new SliceChunks(source, content, pace)) {
        write(file, ByteBuffer.wrap(chunk), target);
      }
    }
  }

  private static void write(FileChannel file, ByteBuffer bytes, Path target) {
    try {
      while (bytes.hasRemaining()) {
        file.write(bytes);
      }
    } catch (IOException e) {
      throw SyncException.local("storing", target, e);
    }
  }

  /** Makes a file that is whole an object. */
  void appear(ObjectKey key, Path partial) {
    Path target = locate(key);
    try {
      Files.createDirectories(target.getParent());
      requireInside(key, target.getParent());
      try (FileChannel channel = FileChannel.open(partial, StandardOpenOption.WRITE)) {
        channel.force(true);
      }
      Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw SyncException.local("storing", target, e);
    }
  }

  static void remove(Path partial) {
    try {
      Files.deleteIfExists(partial);
    } catch (IOException e) {
      throw SyncException.local("deleting", partial, e);
    }
  }

  @Override
  public void get(ObjectKey key, Path target, long limit, Pace pace) {
    try (InputStream content = open(key)) {
      Transfer.toFile(key, content, target, limit, pace);
    } catch (IOException e) {
      throw SyncException.local("reading", locate(key), e);
    }
  }

  @Override
  public Optional<String> get(ObjectKey key, long size, FileSlice target, Pace pace) {
    ObjectStat stat = head(key).orElseThrow(() -> missing(key));
    if (stat.size() != size) {
      throw ByteRange.otherSize(key, size, stat.size());
    }
    FileSlice source = new FileSlice(locate(key), target.offset(), target.length());
    try {
      // Asked before the content is opened: what is put meanwhile has another version next time.
      String version = version(source.file());
      try (FileChannel content = SliceReader.open(source)) {
        copy(content, source, target.file(), target.offset(), pace);
      }
      return Optional.of(version);
    } catch (IOException e) {
      throw SyncException.local("reading", source.file(), e);
    }
  }

  /**
   * Tells contents of an object apart: each is a file of its own, and two that follow each other
   * may be of the same tick of the file system's clock.
   */
  private static String version(Path file) throws IOException {
    BasicFileAttributes attributes =
        Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    return attributes.lastModifiedTime() + " " + attributes.fileKey();
  }

  @Override
  public byte[] get(ObjectKey key, int limit) {
    try (InputStream content = open(key)) {
      return Transfer.toBytes(key, content, limit);
    } catch (IOException e) {
      throw SyncException.local("reading", locate(key), e);
    }
  }

  @Override
  public Optional<PartStore> parts() {
    return Optional.of(new DirectoryParts(this));
  }

  @Override
  public List<UnfinishedUpload> unfinished(Optional<ObjectKey> prefix) {
    return new DirectoryParts(this).unfinished(prefix);
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
