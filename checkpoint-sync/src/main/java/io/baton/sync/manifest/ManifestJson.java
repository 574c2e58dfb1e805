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
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The JSON of a manifest, as {@code docs/checkpoint-sync.md} describes it. Fields that this version
 * does not know are ignored; what it needs is checked, since whoever can write to the bucket can
 * write a manifest.
 */
public final class ManifestJson {
  /** A longer manifest is not read. */
  public static final int MAX_BYTES = 8 << 20;

  private static final String CHECKSUM = "checksum";
  private static final String WRONG_CHECKSUM = "its checksum is not that of its content";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private ManifestJson() {}

  public static byte[] write(Manifest manifest) {
    ObjectNode root = JSON.createObjectNode();
    root.put("version", manifest.version());
    root.put("step", manifest.step());
    manifest.loss().ifPresent(loss -> root.put("loss", loss));
    ArrayNode files = root.putArray("files");
    for (ManifestFile file : manifest.files()) {
      ObjectNode entry =
          files
              .addObject()
              .put("path", file.path().value())
              .put("size", file.size())
              .put("sha256", file.sha256().hex())
              .put("key", file.key().value());
      file.encoded()
          .ifPresent(
              encoded ->
                  entry
                      .putObject("encoded")
                      .put("as", encoded.encoding().label())
                      .put("size", encoded.size())
                      .put("sha256", encoded.sha256().hex()));
    }
    if (manifest.version() == 1) {
      root.put(CHECKSUM, manifest.checksumOfVersion1().hex());
    } else {
      root.put(CHECKSUM, "");
      root.put(CHECKSUM, checksumOfText(bytes(root)).hex());
    }
    return bytes(root);
  }

  private static byte[] bytes(ObjectNode root) {
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A tree of strings and numbers is always JSON", e);
    }
  }

  /**
   * The checksum from version 2 on: SHA-256 of the document's bytes before the last occurrence of
   * {@code "checksum"}, whatever they say, so that a manifest of a later version can be told from a
   * damaged one.
   */
  private static Sha256 checksumOfText(byte[] json) {
    // One character a byte.
    int end = new String(json, StandardCharsets.ISO_8859_1).lastIndexOf('"' + CHECKSUM + '"');
    if (end < 0) {
      throw new IllegalArgumentException("'" + CHECKSUM + "' is missing");
    }
    return Sha256.of(Arrays.copyOf(json, end));
  }

  /**
   * @param key for messages
   * @throws SyncException with {@code MANIFEST_INVALID}; with {@code MANIFEST_TOO_NEW} for what a
   *     later version of this program wrote
   */
  public static Manifest read(ObjectKey key, byte[] bytes) {
    try {
      JsonNode root = JSON.readTree(bytes);
      int version = number(root, "version");
      if (version < 1) {
        throw new IllegalArgumentException("its version is " + version);
      }
      if (version != 1 && !checksum(root).equals(checksumOfText(bytes))) {
        throw new IllegalArgumentException(WRONG_CHECKSUM);
      }
      if (version > Manifest.VERSION) {
        throw new SyncException(
            SyncError.MANIFEST_TOO_NEW,
            "The manifest "
                + key
                + " has version "
                + version
                + ", this program reads versions up to "
                + Manifest.VERSION
                + ": use a newer one.");
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
        entries.add(file(file, version));
      }
      Manifest manifest = new Manifest(number(root, "step"), entries, loss(root, version));
      if (manifest.version() != version) {
        throw new IllegalArgumentException("its version is not that of its content");
      }
      if (version == 1 && !checksum(root).equals(manifest.checksumOfVersion1())) {
        throw new IllegalArgumentException(WRONG_CHECKSUM);
      }
      return manifest;
    } catch (JsonProcessingException e) {
      throw invalid(key, "it is no JSON (" + e.getOriginalMessage() + ")", e);
    } catch (IllegalArgumentException | IOException e) {
      throw invalid(key, e.getMessage(), e);
    } catch (SyncException e) {
      if (e.error() == SyncError.MANIFEST_TOO_NEW) {
        throw e;
      }
      throw invalid(key, e.getMessage().replaceAll("\\.$", ""), e);
    }
  }

  private static Sha256 checksum(JsonNode root) {
    return new Sha256(text(root, CHECKSUM));
  }

  private static ManifestFile file(JsonNode file, int version) {
    return new ManifestFile(
        new RelativePath(text(file, "path")),
        size(file),
        new Sha256(text(file, "sha256")),
        new ObjectKey(text(file, "key")),
        encoded(file.path("encoded"), version));
  }

  /** Version 1 has no such field: like any other that it does not know it means nothing there. */
  private static Optional<EncodedAs> encoded(JsonNode node, int version) {
    if (version == 1 || node.isMissingNode()) {
      return Optional.empty();
    }
    String label = text(node, "as");
    Encoding encoding =
        Encoding.labelled(label)
            .orElseThrow(
                () -> new IllegalArgumentException("the encoding '" + label + "' is not known"));
    return Optional.of(new EncodedAs(encoding, size(node), new Sha256(text(node, "sha256"))));
  }

  private static OptionalDouble loss(JsonNode root, int version) {
    JsonNode value = root.path("loss");
    if (version == 1 || value.isMissingNode()) {
      return OptionalDouble.empty();
    }
    if (!value.isNumber()) {
      throw new IllegalArgumentException("'loss' is no number");
    }
    return OptionalDouble.of(value.doubleValue());
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
