package io.baton.sync.manifest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.baton.sync.SyncError;
import io.baton.sync.SyncException;
import io.baton.sync.store.ObjectKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The JSON of a manifest, as {@code docs/checkpoint-sync.md} describes it. Fields that this version
 * does not know are ignored; what it needs is checked, since whoever can write to the bucket can
 * write a manifest.
 */
public final class ManifestJson {
  /** A longer manifest is not read. */
  public static final int MAX_BYTES = 8 << 20;

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private ManifestJson() {}

  public static byte[] write(Manifest manifest) {
    ObjectNode root = JSON.createObjectNode();
    root.put("version", Manifest.VERSION);
    root.put("step", manifest.step());
    ArrayNode files = root.putArray("files");
    for (ManifestFile file : manifest.files()) {
      files
          .addObject()
          .put("path", file.path().value())
          .put("size", file.size())
          .put("sha256", file.sha256().hex())
          .put("key", file.key().value());
    }
    root.put("checksum", manifest.checksum().hex());
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of strings and numbers is always JSON", e);
    }
  }

  /**
   * @param key for messages
   * @throws SyncException with {@code MANIFEST_INVALID}
   */
  public static Manifest read(ObjectKey key, byte[] bytes) {
    try {
      JsonNode root = JSON.readTree(bytes);
      int version = number(root, "version");
      if (version != Manifest.VERSION) {
        throw new IllegalArgumentException(
            "its version is " + version + ", this program reads version " + Manifest.VERSION);
      }
      JsonNode files = root.path("files");
      if (!files.isArray()) {
        throw new IllegalArgumentException("it has no list 'files'");
      }
      if (files.size() > Manifest.MAX_FILES) {
        throw new IllegalArgumentException("it names more than " + Manifest.MAX_FILES + " files");
      }
      List<ManifestFile> entries = new ArrayList<>(files.size());
      for (JsonNode file : files) {
        entries.add(
            new ManifestFile(
                new RelativePath(text(file, "path")),
                size(file),
                new Sha256(text(file, "sha256")),
                new ObjectKey(text(file, "key"))));
      }
      Manifest manifest = new Manifest(number(root, "step"), entries);
      if (!new Sha256(text(root, "checksum")).equals(manifest.checksum())) {
        throw new IllegalArgumentException("its checksum is not that of its content");
      }
      return manifest;
    } catch (JsonProcessingException e) {
      throw invalid(key, "it is no JSON (" + e.getOriginalMessage() + ")", e);
    } catch (IllegalArgumentException | IOException e) {
      throw invalid(key, e.getMessage(), e);
    } catch (SyncException e) {
      throw invalid(key, e.getMessage().replaceAll("\\.$", ""), e);
    }
  }

  private static SyncException invalid(ObjectKey key, String reason, Exception cause) {
    return new SyncException(
        SyncError.MANIFEST_INVALID,
        "The manifest " + key + " is not valid: " + reason + ".",
        cause);
  }

  private static String text(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.isTextual()) {
      throw new IllegalArgumentException("'" + field + "' is missing or no text");
    }
    return value.textValue();
  }

  private static int number(JsonNode node, String field) {
    JsonNode value = node.path(field);
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw new IllegalArgumentException("'" + field + "' is missing or no whole number");
    }
    return value.intValue();
  }

  private static long size(JsonNode file) {
    JsonNode value = file.path("size");
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new IllegalArgumentException("'size' is missing or no whole number");
    }
    return value.longValue();
  }
}
