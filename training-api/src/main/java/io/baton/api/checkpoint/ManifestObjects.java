package io.baton.api.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import io.baton.api.storage.ObjectStorage;
import io.baton.api.storage.StorageUnavailableException;
import io.baton.protocol.client.Json;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashSet;
import java.util.HexFormat;
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
    read(checkpoint.manifestKey)
        .filter(bytes -> sha256(bytes).equals(checkpoint.manifestSha256))
        .ifPresent(bytes -> keys.addAll(keysIn(bytes)));
    return keys;
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
