package io.baton.protocol.dataset;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.baton.protocol.field.Fields;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * An image, a caption ({@code cat.txt} belongs to {@code cat.jpg}), or the table of captions that
 * Hugging Face's image folders have.
 *
 * @param name a plain file name without a path, 5 to 204 characters, that ends in {@code .jpg},
 *     {@code .jpeg}, {@code .png}, {@code .webp}, {@code .bmp} or {@code .txt}; or {@code
 *     metadata.jsonl}
 * @param size in bytes, 1 to 104,857,600
 * @param sha256 of its content, 64 hexadecimal digits in lower case
 */
public record DatasetFile(String name, long size, String sha256) {
  /** One JSON object a line: {@code {"file_name": "cat.jpg", "text": "a sks cat"}}. */
  public static final String METADATA = "metadata.jsonl";

  public static final long MAX_BYTES = 100L * 1024 * 1024;

  private static final Pattern NAME =
      Pattern.compile(
          "metadata\\.jsonl"
              + "|[\\p{L}\\p{N}_][\\p{L}\\p{N}\\p{M} ()._-]{0,199}"
              + "\\.(?i:jpg|jpeg|png|webp|bmp|txt)");
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  public DatasetFile {
    Fields.matching(
        "name",
        name,
        NAME,
        "must be a plain file name that ends in .jpg, .jpeg, .png, .webp, .bmp or .txt, or be "
            + METADATA
            + ", not '"
            + name
            + "'");
    Fields.inRange("size", size, 1, MAX_BYTES);
    Fields.matching("sha256", sha256, SHA256, "must be 64 hexadecimal digits in lower case");
  }

  /** Whether it holds captions: one, or the table of all. */
  @JsonIgnore
  public boolean isCaption() {
    return isMetadata() || name.toLowerCase(Locale.ROOT).endsWith(".txt");
  }

  /** Whether it is the table of captions. */
  @JsonIgnore
  public boolean isMetadata() {
    return name.equals(METADATA);
  }

  /** The name without its ending, which a caption shares with its image. */
  @JsonIgnore
  public String stem() {
    return name.substring(0, name.lastIndexOf('.'));
  }
}
