package io.baton.locals3;

import java.net.URI;

/**
 * What the server's JVM says on its standard output, once: {@code ready URI}, or {@code error CODE
 * sentence}. Its log goes to standard error.
 */
final class Handshake {
  /** The server reads its keys from here: a command line would show them to every user. */
  static final String ACCESS_KEY = "LOCAL_S3_ACCESS_KEY";

  static final String SECRET_KEY = "LOCAL_S3_SECRET_KEY";

  private static final String READY = "ready ";
  private static final String ERROR = "error ";

  private Handshake() {}

  static String ready(URI endpoint) {
    return READY + endpoint;
  }

  static String error(LocalS3Exception failure) {
    return ERROR + failure.code() + " " + failure.getMessage().replaceAll("\\s+", " ");
  }

  /** The endpoint that the line announces, or the failure it tells of. */
  static URI parse(String line) {
    if (line.startsWith(READY)) {
      return URI.create(line.substring(READY.length()));
    }
    if (line.startsWith(ERROR)) {
      String[] parts = line.substring(ERROR.length()).split(" ", 2);
      throw new LocalS3Exception(LocalS3Exception.Code.valueOf(parts[0]), parts[1]);
    }
    throw new LocalS3Exception(
        LocalS3Exception.Code.NO_ANSWER,
        "The local S3 server said '" + line + "' when it started.");
  }
}
