package io.baton.protocol.checkpoint;

import io.baton.protocol.field.Fields;
import java.util.regex.Pattern;

/**
 * A file in storage.
 *
 * @param name for people and for downloads, 1 to 255 characters
 * @param key the object's name in storage, 1 to 900 characters
 * @param size in bytes, at least 0
 * @param sha256 of its content, 64 hexadecimal digits in lower case
 */
public record StoredFile(String name, String key, long size, String sha256) {
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  public StoredFile {
    Fields.text("name", name, 255);
    Fields.text("key", key, 900);
    Fields.inRange("size", size, 0, Long.MAX_VALUE);
    Fields.matching("sha256", sha256, SHA256, "must be 64 hexadecimal digits in lower case");
  }
}
