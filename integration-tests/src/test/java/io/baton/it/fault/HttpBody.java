package io.baton.it.fault;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** Passes bodies on, whole or not. */
final class HttpBody {
  private static final int BUFFER = 1 << 16;

  /** Where a body of unknown length is hit, at most. */
  private static final long ASSUMED_LENGTH = 4096;

  private HttpBody() {}

  /** What becomes of the bytes. */
  enum Harm {
    NONE,
    CUT,
    DAMAGE
  }

  /**
   * Passes the body of a message on.
   *
   * @return whether all of it was
   */
  static boolean pass(HttpMessage head, InputStream from, OutputStream to, Harm harm, Strike strike)
      throws IOException {
    if (head.chunked()) {
      return passChunks(from, to, harm, strike);
    }
    long length = head.length().orElse(0L);
    return pass(length, from, to, harm, strike.byteOf(length));
  }

  private static boolean pass(long length, InputStream from, OutputStream to, Harm harm, long place)
      throws IOException {
    byte[] buffer = new byte[BUFFER];
    long passed = 0;
    while (passed < length) {
      int count = from.read(buffer, 0, (int) Math.min(buffer.length, length - passed));
      if (count < 0) {
        throw new EOFException("the connection ended in the middle of a body");
      }
      boolean hit = passed <= place && place < passed + count;
      if (hit && harm == Harm.DAMAGE) {
        buffer[(int) (place - passed)] ^= 0x55;
      }
      if (hit && harm == Harm.CUT) {
        to.write(buffer, 0, (int) (place - passed));
        to.flush();
        return false;
      }
      to.write(buffer, 0, count);
      passed += count;
    }
    to.flush();
    return true;
  }

  /** The frames stay whole; the harm is done to what they hold. */
  private static boolean passChunks(InputStream from, OutputStream to, Harm harm, Strike strike)
      throws IOException {
    long place = strike.byteOf(ASSUMED_LENGTH);
    while (true) {
      String line = readLine(from);
      to.write(line.getBytes(StandardCharsets.ISO_8859_1));
      long length = Long.parseLong(line.strip().split(";", 2)[0], 16);
      if (!pass(length, from, to, harm, place)) {
        return false;
      }
      place -= length;
      to.write(readLine(from).getBytes(StandardCharsets.ISO_8859_1));
      to.flush();
      if (length == 0) {
        return true;
      }
    }
  }

  private static String readLine(InputStream from) throws IOException {
    StringBuilder line = new StringBuilder();
    while (line.length() == 0 || line.charAt(line.length() - 1) != '\n') {
      int next = from.read();
      if (next < 0) {
        throw new EOFException("the connection ended in the middle of a chunk");
      }
      line.append((char) next);
    }
    return line.toString();
  }
}
