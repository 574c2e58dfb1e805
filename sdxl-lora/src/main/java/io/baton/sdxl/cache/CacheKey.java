package io.baton.sdxl.cache;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that decides what an entry holds.
 *
 * @param kind of entry, such as {@code latents}: letters and dashes
 * @param parts what the entry is made from, by name
 */
public record CacheKey(String kind, SortedMap<String, String> parts) {

  public CacheKey {
    if (!kind.matches("[a-z][a-z-]*")) {
      throw new IllegalArgumentException("'" + kind + "' is no kind of entry");
    }
    parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
  }

  public CacheKey(String kind, Map<String, String> parts) {
    this(kind, new TreeMap<>(parts));
  }

  /** The name of the entry's file: equal only for equal keys. */
  String fileName() {
    return "%s-%s.safetensors".formatted(kind, digest());
  }

  // Lengths before the texts, so that no two keys read the same.
  private String digest() {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      parts.forEach(
          (name, value) -> {
            update(digest, name);
            update(digest, value);
          });
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private static void update(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update("%d:".formatted(bytes.length).getBytes(StandardCharsets.UTF_8));
    digest.update(bytes);
  }
}
