package io.baton.node.models;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * What a source says a file's content is.
 *
 * @param hex in lower case
 */
record FileDigest(Kind kind, String hex) {
  /** How it is made. */
  enum Kind {
    /** Of the content: large files of the hub, and lists of sha256sum. */
    SHA256("SHA-256", 64),
    /** Of {@code blob LENGTH\0} and the content: the id that git gives the hub's small files. */
    GIT_BLOB("SHA-1", 40);

    private final String algorithm;
    private final Pattern form;

    Kind(String algorithm, int digits) {
      this.algorithm = algorithm;
      this.form = Pattern.compile("[0-9a-f]{" + digits + "}");
    }
  }

  FileDigest {
    hex = hex.toLowerCase(Locale.ROOT);
    if (!isForm(kind, hex)) {
      throw new IllegalArgumentException("no " + kind + ": " + hex);
    }
  }

  static boolean isForm(Kind kind, String hex) {
    return kind.form.matcher(hex).matches();
  }

  static MessageDigest sha256() {
    return start(Kind.SHA256);
  }

  /** For a file of that size; feed it the whole content. */
  static MessageDigest gitBlob(long size) {
    MessageDigest digest = start(Kind.GIT_BLOB);
    digest.update(("blob " + size + "\0").getBytes(StandardCharsets.US_ASCII));
    return digest;
  }

  private static MessageDigest start(Kind kind) {
    try {
      return MessageDigest.getInstance(kind.algorithm);
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new IllegalStateException(everyJavaHasIt);
    }
  }

  @Override
  public String toString() {
    return kind + " " + hex;
  }
}
