package io.baton.cli.download;

import io.baton.cli.CommandFailedException;
import io.baton.cli.document.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.function.LongConsumer;

/**
 * Brings files from storage to this machine. A file has its name only once its digest is right;
 * until then it is called {@code .NAME.part}, and the next download goes on where it ends.
 */
public final class FileDownload {
  private static final int TRIES = 4;
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final Duration TIMEOUT = Duration.ofSeconds(60);

  private final HttpClient storage =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  /** What became of a file. */
  enum Outcome {
    DOWNLOADED,
    /** It was there already, with the right digest. */
    ALREADY_THERE
  }

  /**
   * Downloads one file.
   *
   * @param directory below which it goes; made when missing
   * @param moved is told of bytes that are there, less than 0 for those that must come again
   */
  Outcome fetch(RemoteFile file, Path directory, LongConsumer moved) {
    Path target = directory.resolve(file.path()).toAbsolutePath();
    try {
      Files.createDirectories(target.getParent());
      if (Files.isRegularFile(target) && isRight(target, file)) {
        moved.accept(file.size());
        return Outcome.ALREADY_THERE;
      }
      Path part = target.resolveSibling("." + target.getFileName() + ".part");
      complete(file, part, moved);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return Outcome.DOWNLOADED;
    } catch (FileAlreadyExistsException e) {
      throw new CommandFailedException(
          e.getFile() + " is a file, not a directory: choose another place with --to.", e);
    } catch (IOException e) {
      throw new CommandFailedException(target + " cannot be written: " + e.getMessage() + ".", e);
    }
  }

  private static boolean isRight(Path path, RemoteFile file) throws IOException {
    if (Files.size(path) != file.size()) {
      return false;
    }
    MessageDigest digest = Sha256.newDigest();
    digested(path, digest);
    return Sha256.hex(digest).equals(file.sha256());
  }

  private static void digested(Path path, MessageDigest digest) throws IOException {
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(path)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        digest.update(buffer, 0, n);
      }
    }
  }

  private void complete(RemoteFile file, Path part, LongConsumer moved) throws IOException {
    for (int attempt = 1; ; attempt++) {
      MessageDigest digest = Sha256.newDigest();
      long there = keep(part, file, digest);
      moved.accept(there);
      try {
        long all = there == file.size() ? there : there + append(file, part, there, digest, moved);
        if (all == file.size() && Sha256.hex(digest).equals(file.sha256())) {
          return;
        }
        if (all >= file.size()) {
          // What is wrong in the middle cannot be gone on from.
          Files.delete(part);
          throw new CommandFailedException(
              file.path()
                  + " arrived with another SHA-256 than it was stored with; download it again.");
        }
      } catch (BrokenTransferException e) {
        if (attempt == TRIES) {
          throw CommandFailedException.unreachable(
              "Storage at %s cannot be reached to download %s; the same command goes on from %d bytes when it is back."
                  .formatted(
                      address(file.url()), file.path(), Files.exists(part) ? Files.size(part) : 0),
              e);
        }
      }
      moved.accept(-Files.size(part));
    }
  }

  /** How many bytes of it are here from before; they are digested. */
  private static long keep(Path part, RemoteFile file, MessageDigest digest) throws IOException {
    if (!Files.exists(part)) {
      Files.createFile(part);
    }
    if (Files.size(part) > file.size()) {
      Files.delete(part);
      Files.createFile(part);
    }
    digested(part, digest);
    return Files.size(part);
  }

  private long append(
      RemoteFile file, Path part, long from, MessageDigest digest, LongConsumer moved)
      throws IOException {
    HttpResponse<InputStream> response = get(file, from);
    if (from > 0 && response.statusCode() == OK) {
      // Storage that sends everything, whatever was asked for.
      response.body().skipNBytes(from);
    }
    long appended = 0;
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = response.body();
        OutputStream out = Files.newOutputStream(part, StandardOpenOption.APPEND)) {
      for (int n = read(in, buffer); n >= 0; n = read(in, buffer)) {
        out.write(buffer, 0, n);
        digest.update(buffer, 0, n);
        appended += n;
        moved.accept(n);
      }
    }
    return appended;
  }

  /** Tells a connection that breaks from a disk that is full. */
  private static int read(InputStream in, byte[] buffer) throws BrokenTransferException {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw new BrokenTransferException(e);
    }
  }

  private HttpResponse<InputStream> get(RemoteFile file, long from) throws BrokenTransferException {
    HttpRequest.Builder request = HttpRequest.newBuilder(file.url()).timeout(TIMEOUT).GET();
    if (from > 0) {
      request.header("Range", "bytes=" + from + "-");
    }
    try {
      HttpResponse<InputStream> response =
          storage.send(request.build(), BodyHandlers.ofInputStream());
      if (List.of(OK, PARTIAL).contains(response.statusCode())) {
        return response;
      }
      response.body().close();
      if (response.statusCode() >= 500) {
        throw new BrokenTransferException(new IOException("HTTP " + response.statusCode()));
      }
      throw new CommandFailedException(
          "Storage at %s answered HTTP %d for %s; the same command goes on where this ended."
              .formatted(address(file.url()), response.statusCode(), file.path()));
    } catch (BrokenTransferException e) {
      throw e;
    } catch (IOException e) {
      throw new BrokenTransferException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("The download was interrupted.", e);
    }
  }

  private static String address(URI url) {
    return url.getPort() < 0 ? url.getHost() : url.getHost() + ":" + url.getPort();
  }

  /** The connection broke; what came is kept. */
  private static final class BrokenTransferException extends IOException {
    private static final long serialVersionUID = 1L;

    BrokenTransferException(IOException cause) {
      super(cause.getMessage(), cause);
    }
  }
}
