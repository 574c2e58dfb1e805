package io.baton.node.models;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.baton.protocol.client.Json;
import io.baton.protocol.field.Fields;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * What the cache knows about a model, kept beside its directory.
 *
 * @param files all of it
 */
record ModelRecord(List<StoredModelFile> files) {
  ModelRecord {
    files =
        Fields.listOrEmpty(files).stream()
            .sorted(Comparator.comparing(StoredModelFile::path))
            .toList();
  }

  long bytes() {
    return files.stream().mapToLong(StoredModelFile::size).sum();
  }

  /** Names the content: SHA-256 over path, size and SHA-256 of every file, by path. */
  String digest() {
    MessageDigest digest = FileDigest.sha256();
    for (StoredModelFile file : files) {
      String line = file.path() + "\0" + file.size() + "\0" + file.sha256() + "\n";
      digest.update(line.getBytes(StandardCharsets.UTF_8));
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** Whether a directory has files of these names and sizes. */
  boolean isIn(Path directory) throws IOException {
    for (StoredModelFile file : files) {
      Path path = directory.resolve(file.path());
      if (!Files.isRegularFile(path) || Files.size(path) != file.size()) {
        return false;
      }
    }
    return !files.isEmpty();
  }

  /** Reads what {@link #write} wrote; what is damaged is as good as missing. */
  static <T> Optional<T> read(Path file, Class<T> type) throws IOException {
    try {
      return Optional.of(Json.mapper().readValue(Files.readAllBytes(file), type));
    } catch (NoSuchFileException | JsonProcessingException missing) {
      return Optional.empty();
    }
  }

  static void write(Path file, Object content) throws IOException {
    Files.createDirectories(file.getParent());
    Path unfinished = Files.createTempFile(file.getParent(), ".", ".part");
    Files.write(unfinished, Json.mapper().writeValueAsBytes(content));
    Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
