package io.baton.api.dataset;

import io.baton.api.config.BatonConfig;
import io.baton.api.storage.ObjectKeys;
import io.baton.api.storage.ObjectStorage;
import io.baton.api.storage.StorageUnavailableException;
import io.baton.protocol.dataset.DatasetFile;
import io.baton.protocol.dataset.DatasetId;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;

/** Checks one uploaded file against what was announced. */
@ApplicationScoped
public class StoredFileInspection {
  private static final int BUFFER = 1 << 16;

  /** Captions longer than any prompt are no captions. */
  private static final int MAX_CAPTION_BYTES = 20_000;

  private final ObjectStorage storage;
  private final ImageInspection images;

  StoredFileInspection(ObjectStorage storage, BatonConfig config) {
    this.storage = storage;
    this.images = new ImageInspection(config.datasets().maxPixels());
  }

  /** What is wrong with the file, as the end of a sentence that begins with its name. */
  public Optional<String> problemOf(DatasetId dataset, DatasetFile file) {
    Optional<InputStream> content = storage.open(ObjectKeys.ofDatasetFile(dataset, file));
    if (content.isEmpty()) {
      return Optional.of("was announced but not uploaded");
    }
    Path copy = temporaryFile();
    try {
      Optional<String> differs = copyAndCompare(content.get(), copy, file);
      if (differs.isPresent()) {
        return differs;
      }
      return file.isCaption() ? captionProblem(copy) : images.problemOf(copy);
    } finally {
      delete(copy);
    }
  }

  private static Optional<String> copyAndCompare(InputStream content, Path copy, DatasetFile file) {
    MessageDigest digest = sha256();
    long size = 0;
    try (InputStream in = content;
        OutputStream out = Files.newOutputStream(copy)) {
      byte[] buffer = new byte[BUFFER];
      for (int read = readFrom(in, buffer); read >= 0; read = readFrom(in, buffer)) {
        size += read;
        if (size > file.size()) {
          return Optional.of("has more than the announced " + file.size() + " bytes in storage");
        }
        digest.update(buffer, 0, read);
        out.write(buffer, 0, read);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the copy of an uploaded file cannot be written", e);
    }
    if (size < file.size()) {
      return Optional.of("has " + size + " bytes in storage, not the announced " + file.size());
    }
    String actual = HexFormat.of().formatHex(digest.digest());
    return actual.equals(file.sha256())
        ? Optional.empty()
        : Optional.of("has other content in storage than announced: its SHA-256 is " + actual);
  }

  private static int readFrom(InputStream in, byte[] buffer) {
    try {
      return in.read(buffer);
    } catch (IOException e) {
      throw new StorageUnavailableException(e);
    }
  }

  private static Optional<String> captionProblem(Path copy) {
    try {
      if (Files.size(copy) > MAX_CAPTION_BYTES) {
        return Optional.of("is longer than the " + MAX_CAPTION_BYTES + " bytes of a caption");
      }
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(Files.readAllBytes(copy)));
      return Optional.empty();
    } catch (CharacterCodingException e) {
      return Optional.of("is not UTF-8 text");
    } catch (IOException e) {
      throw new UncheckedIOException("the copy of an uploaded file cannot be read", e);
    }
  }

  private static Path temporaryFile() {
    try {
      return Files.createTempFile("baton-dataset-", null);
    } catch (IOException e) {
      throw new UncheckedIOException("no copy of an uploaded file can be made", e);
    }
  }

  private static void delete(Path copy) {
    try {
      Files.deleteIfExists(copy);
    } catch (IOException e) {
      throw new UncheckedIOException("the copy of an uploaded file cannot be deleted", e);
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
