package io.baton.node.models;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A file of a model at its source.
 *
 * @param path below the model's root, with slashes
 * @param size bytes
 * @param digest what its content must be; empty where the source says nothing
 */
record RemoteFile(String path, long size, Optional<FileDigest> digest) {
  private static final String PART = "[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}";
  private static final Pattern SAFE = Pattern.compile(PART + "(/" + PART + "){0,3}");

  RemoteFile {
    Objects.requireNonNull(digest, "digest");
    if (!isSafe(path) || size < 0) {
      throw new IllegalArgumentException("no file of a model: " + path + ", " + size + " bytes");
    }
  }

  /** Whether a path can be written below a directory and nowhere else, on any system. */
  static boolean isSafe(String path) {
    return SAFE.matcher(path).matches();
  }

  String folder() {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }

  String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
