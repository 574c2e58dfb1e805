package io.baton.cli.job;

import io.baton.cli.CommandFailedException;
import io.baton.protocol.checkpoint.Artifact;
import io.baton.protocol.checkpoint.Artifact.ArtifactFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.DigestOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/** Brings a finished LoRA to this machine; a file is there only once its digest is right. */
public final class ArtifactDownload {
  private final HttpClient storage =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

  /**
   * Downloads every file.
   *
   * @param directory made when missing; files of the same names in it are replaced
   * @param downloaded is told how many bytes are there so far
   */
  public List<Path> into(Path directory, Artifact artifact, LongConsumer downloaded) {
    List<Path> files = new ArrayList<>();
    long[] done = {0};
    try {
      Files.createDirectories(directory);
      for (ArtifactFile file : artifact.files()) {
        Path target = directory.resolve(plainName(file.name()));
        fetch(
            file,
            target,
            bytes -> {
              done[0] += bytes;
              downloaded.accept(done[0]);
            });
        files.add(target);
      }
    } catch (IOException e) {
      throw new CommandFailedException(
          "The LoRA cannot be written to " + directory + ": " + e.getMessage(), e);
    }
    return files;
  }

  /** The service names the files; none may lead out of the directory. */
  private static String plainName(String name) {
    Path path = Path.of(name);
    if (path.getNameCount() != 1 || path.isAbsolute() || name.startsWith(".")) {
      throw new CommandFailedException(
          "The API names a file '" + name + "', which is no plain name; nothing was written.");
    }
    return name;
  }

  private void fetch(ArtifactFile file, Path target, LongConsumer progress) throws IOException {
    Path part = Files.createTempFile(target.toAbsolutePath().getParent(), ".baton-", ".part");
    try {
      HttpResponse<InputStream> response = get(file);
      var digest = Sha256.newDigest();
      try (InputStream in = response.body();
          OutputStream out = new DigestOutputStream(Files.newOutputStream(part), digest)) {
        byte[] buffer = new byte[1 << 16];
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          out.write(buffer, 0, n);
          progress.accept(n);
        }
      }
      if (!Sha256.hex(digest).equals(file.sha256())) {
        throw new CommandFailedException(
            file.name()
                + " arrived with another SHA-256 than it was stored with; download it again.");
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  private HttpResponse<InputStream> get(ArtifactFile file) {
    URI url = file.url();
    String storageAddress = url.getHost() + ":" + url.getPort();
    try {
      HttpResponse<InputStream> response =
          storage.send(HttpRequest.newBuilder(url).GET().build(), BodyHandlers.ofInputStream());
      if (response.statusCode() == 200) {
        return response;
      }
      response.body().close();
      throw new CommandFailedException(
          "Storage at %s answered HTTP %d for %s; download it again."
              .formatted(storageAddress, response.statusCode(), file.name()));
    } catch (IOException e) {
      throw new CommandFailedException(
          "Storage at %s cannot be reached to download %s; try again when it is back."
              .formatted(storageAddress, file.name()),
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailedException("The download was interrupted.", e);
    }
  }
}
