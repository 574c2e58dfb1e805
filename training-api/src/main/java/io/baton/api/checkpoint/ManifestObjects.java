package io.baton.api.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import io.baton.api.problem.ProblemException;
import io.baton.api.storage.ObjectStorage;
import io.baton.api.storage.StorageUnavailableException;
import io.baton.protocol.client.Json;
import io.baton.protocol.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Reads which objects a checkpoint consists of. A manifest names objects of its own and, where a
 * file did not change, of earlier checkpoints of the same job.
 */
@ApplicationScoped
public class ManifestObjects {
  /** As long as the writer of manifests makes them. */
  static final int MAX_BYTES = 8 << 20;

  private final ObjectStorage storage;

  ManifestObjects(ObjectStorage storage) {
    this.storage = storage;
  }

  /**
   * The keys that a checkpoint's manifest names, its own included. A manifest that is gone or is
   * not the one that was committed makes a checkpoint that nothing will ever start from; it needs
   * no objects.
   */
  Set<String> of(CheckpointEntity checkpoint) {
    Set<String> keys = new HashSet<>();
    keys.add(checkpoint.manifestKey);
    committed(checkpoint).ifPresent(bytes -> keys.addAll(keysIn(bytes)));
    return keys;
  }

  /**
   * The files that a checkpoint's manifest names, as its node wrote it: nothing in it is checked.
   *
   * @throws ProblemException with {@code not-found} if it is gone or not the one that was committed
   */
  public List<ManifestEntry> entries(CheckpointEntity checkpoint) {
    byte[] manifest =
        committed(checkpoint)
            .orElseThrow(
                () ->
                    new ProblemException(
                        ErrorCode.NOT_FOUND,
                        "The manifest of checkpoint "
                            + checkpoint.step
                            + " is damaged or gone: no attempt can start from it either."));
    return entriesIn(manifest);
  }

  /** Files that are stored in another form are left out: their objects are not the files. */
  static List<ManifestEntry> entriesIn(byte[] manifest) {
    try {
      List<ManifestEntry> entries = new ArrayList<>();
      for (JsonNode file : Json.mapper().readTree(manifest).path("files")) {
        if (!file.has("encoded")) {
          entries.add(
              new ManifestEntry(
                  file.path("path").asText(),
                  file.path("size").asLong(),
                  file.path("sha256").asText(),
                  file.path("key").asText()));
        }
      }
      return entries;
    } catch (IOException notJson) {
      return List.of();
    }
  }

  private Optional<byte[]> committed(CheckpointEntity checkpoint) {
    return read(checkpoint.manifestKey)
        .filter(bytes -> sha256(bytes).equals(checkpoint.manifestSha256));
  }

  private Optional<byte[]> read(String key) {
    Optional<InputStream> content = storage.open(key);
    if (content.isEmpty()) {
      return Optional.empty();
    }
    try (InputStream in = content.get()) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      return bytes.length > MAX_BYTES ? Optional.empty() : Optional.of(bytes);
    } catch (IOException e) {
      throw new StorageUnavailableException(e);
    }
  }

  static Set<String> keysIn(byte[] manifest) {
    try {
      Set<String> keys = new HashSet<>();
      for (JsonNode file : Json.mapper().readTree(manifest).path("files")) {
        if (file.path("key").isTextual()) {
          keys.add(file.path("key").textValue());
        }
      }
      return keys;
    } catch (IOException notJson) {
      return Set.of();
    }
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
