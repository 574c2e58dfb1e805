package io.baton.node.models;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Optional;

/**
 * A file that is being fetched, under a name of its own until all of it is there and right. What an
 * earlier process got of it is gone on with.
 */
final class PartialFile implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final RemoteFile file;
  private final Path target;
  private final Path part;
  private final FileChannel channel;
  private MessageDigest sha256;
  private Optional<MessageDigest> gitBlob;
  private long size;

  private PartialFile(RemoteFile file, Path target, Path part, FileChannel channel) {
    this.file = file;
    this.target = target;
    this.part = part;
    this.channel = channel;
    forget();
  }

  /** Opens what there is of it, or nothing. */
  static PartialFile open(RemoteFile file, Path target) throws IOException {
    Files.createDirectories(target.getParent());
    Path part = target.resolveSibling(target.getFileName() + ".part");
    if (Files.exists(target)) {
      // Complete, but who knows whether the machine wrote it all down before it lost its power.
      Files.move(target, part, StandardCopyOption.ATOMIC_MOVE);
    }
    FileChannel channel =
        FileChannel.open(
            part, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    PartialFile partial = new PartialFile(file, target, part, channel);
    try {
      partial.readBack();
      return partial;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private void readBack() throws IOException {
    if (channel.size() > file.size()) {
      restart();
      return;
    }
    ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);
    while (channel.read(buffer) >= 0) {
      digest(buffer.array(), buffer.position());
      buffer.clear();
    }
  }

  /** Bytes that are there. */
  long size() {
    return size;
  }

  boolean isComplete() {
    return size == file.size();
  }

  /** Takes what comes, but not more than the file has. */
  void append(InputStream body, Pace pace)
      throws SourceTroubleException, IOException, InterruptedException {
    byte[] buffer = new byte[BUFFER_BYTES];
    while (true) {
      int read = read(body, buffer);
      if (read < 0) {
        return;
      }
      if (size + read > file.size()) {
        throw new SourceTroubleException(
            "the source gives more of " + file.path() + " than it listed");
      }
      ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, read);
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      digest(buffer, read);
      pace.moved(read);
    }
  }

  private int read(InputStream body, byte[] buffer)
      throws SourceTroubleException, InterruptedException {
    try {
      return body.read(buffer);
    } catch (IOException | UncheckedIOException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("fetching " + file.path());
      }
      throw new SourceTroubleException(
          "the connection broke within " + file.path() + " (" + e.getMessage() + ")");
    }
  }

  /** Whether the content is what the source said it is. */
  boolean isRight() {
    return isComplete()
        && file.digest().map(digest -> digest.hex().equals(content(digest.kind()))).orElse(true);
  }

  private String content(FileDigest.Kind kind) {
    return switch (kind) {
      case SHA256 -> hex(sha256);
      case GIT_BLOB -> hex(gitBlob.orElseThrow());
    };
  }

  /** So far; more may follow. */
  private static String hex(MessageDigest digest) {
    try {
      return HexFormat.of().formatHex(((MessageDigest) digest.clone()).digest());
    } catch (CloneNotSupportedException everyDigestOfTheJdkCanBeCloned) {
      throw new IllegalStateException(everyDigestOfTheJdkCanBeCloned);
    }
  }

  /** Forgets what is there. */
  void restart() throws IOException {
    channel.truncate(0);
    forget();
  }

  /** Gives the file its name, on the disk for good; returns its digest. */
  StoredModelFile finish() throws IOException {
    channel.force(true);
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    return new StoredModelFile(file.path(), size, hex(sha256));
  }

  private void forget() {
    size = 0;
    sha256 = FileDigest.sha256();
    gitBlob =
        file.digest()
            .filter(digest -> digest.kind() == FileDigest.Kind.GIT_BLOB)
            .map(digest -> FileDigest.gitBlob(file.size()));
  }

  private void digest(byte[] bytes, int length) {
    sha256.update(bytes, 0, length);
    gitBlob.ifPresent(digest -> digest.update(bytes, 0, length));
    size += length;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
