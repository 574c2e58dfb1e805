package io.baton.it.fault;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;

/**
 * The head of a request or an answer of HTTP/1.1 as it stands on the wire.
 *
 * @param text with the empty line at its end
 */
record HttpMessage(String text) {
  private static final int LONGEST_HEAD = 1 << 16;

  /** Empty at the end of the connection. */
  static Optional<HttpMessage> readHead(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (!endsWithEmptyLine(head)) {
      int next = in.read();
      if (next < 0) {
        if (head.isEmpty()) {
          return Optional.empty();
        }
        throw new EOFException("the connection ended in the middle of a head");
      }
      head.append((char) next);
      if (head.length() > LONGEST_HEAD) {
        throw new IOException("a head of more than " + LONGEST_HEAD + " bytes");
      }
    }
    return Optional.of(new HttpMessage(head.toString()));
  }

  private static boolean endsWithEmptyLine(StringBuilder head) {
    int length = head.length();
    return length >= 4 && head.substring(length - 4).equals("\r\n\r\n");
  }

  byte[] bytes() {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  String method() {
    return text.substring(0, text.indexOf(' '));
  }

  int status() {
    return Integer.parseInt(text.split(" ", 3)[1]);
  }

  boolean chunked() {
    return header("transfer-encoding").filter(value -> value.contains("chunked")).isPresent();
  }

  /** Bytes of its body, where it says so. */
  Optional<Long> length() {
    return header("content-length").map(Long::parseLong);
  }

  private Optional<String> header(String name) {
    return text.lines()
        .skip(1)
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst();
  }
}
