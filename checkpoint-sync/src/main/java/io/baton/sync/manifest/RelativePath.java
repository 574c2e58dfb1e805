package io.baton.sync.manifest;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A file's place inside its checkpoint, with {@code /} between the segments. It cannot leave the
 * checkpoint: not absolute, no {@code .} or {@code ..}, no backslash, colon or control character.
 */
public record RelativePath(String value) implements Comparable<RelativePath> {
  private static final int MAX_BYTES = 512;
  private static final int MAX_SEGMENT_BYTES = 255;

  public RelativePath {
    if (value.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
      throw new IllegalArgumentException("a path is longer than " + MAX_BYTES + " bytes");
    }
    if (value.chars().anyMatch(c -> c == '\\' || c == ':' || Character.isISOControl(c))) {
      throw new IllegalArgumentException(
          "the path '" + printable(value) + "' has a backslash, colon or control character");
    }
    for (String segment : value.split("/", -1)) {
      if (segment.isEmpty() || segment.equals(".") || segment.equals("..")) {
        throw new IllegalArgumentException(
            "the path '" + value + "' is absolute, or has an empty, '.' or '..' segment");
      }
      if (segment.getBytes(StandardCharsets.UTF_8).length > MAX_SEGMENT_BYTES) {
        throw new IllegalArgumentException("a file name is longer than 255 bytes");
      }
    }
  }

  private static String printable(String value) {
    return value.replaceAll("\\p{Cntrl}", "?");
  }

  public Path below(Path directory) {
    return directory.resolve(value);
  }

  /** The directories that lead to the file, outermost first. */
  public List<String> parents() {
    List<String> parents = new ArrayList<>();
    for (int slash = value.indexOf('/'); slash >= 0; slash = value.indexOf('/', slash + 1)) {
      parents.add(value.substring(0, slash));
    }
    return parents;
  }

  @Override
  public int compareTo(RelativePath other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
