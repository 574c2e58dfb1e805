package io.baton.protocol.dataset;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.baton.protocol.field.Fields;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * An image, or a caption ({@code cat.txt} belongs to {@code cat.jpg}).
 *
 * @param name a plain file name, no path
 * @param size in bytes, 1 to 104,857,600
 * @param sha256 of its content, 64 hexadecimal digits in lower case
 */
public record DatasetFile(String name, long size, String sha256) {
  private static final Pattern NAME =
      Pattern.compile(
          "[\\p{L}\\p{N}_][\\p{L}\\p{N}\\p{M} ()._-]{0,199}\\.(jpg|jpeg|png|webp|bmp|txt)",
          Pattern.CASE_INSENSITIVE);
  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");
  private static final Set<String> CAPTION_ENDINGS = Set.of("txt");
  public static final long MAX_BYTES = 100L * 1024 * 1024;

  public DatasetFile {
    Fields.matching(
        "name",
        name,
        NAME,
        "must be a plain file name that ends in .jpg, .jpeg, .png, .webp, .bmp or .txt, not '"
            + name
            + "'");
    Fields.inRange("size", size, 1, MAX_BYTES);
    Fields.matching("sha256", sha256, SHA256, "must be 64 hexadecimal digits in lower case");
  }

  @JsonIgnore
  public boolean isCaption() {
    String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
    return CAPTION_ENDINGS.contains(ending);
  }
}
