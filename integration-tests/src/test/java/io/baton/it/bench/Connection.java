package io.baton.it.bench;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * One kept-alive HTTP/1.1 connection. The load shares the cores with what it measures, so it costs
 * as little as can be: no client library, no JSON parser.
 */
final class Connection implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 60_000;

  private final Socket socket;
  private final InputStream in;
  private final String key;

  /** What came back. */
  record Answer(int status, String body) {
    /** The text of a field that is a string or a number. */
    String field(String name) {
      String quoted = "\"" + name + "\":";
      int from = body.indexOf(quoted);
      if (from < 0) {
        throw new IllegalStateException("no field '" + name + "' in " + body);
      }
      int start = from + quoted.length();
      int end = start;
      while (",}]".indexOf(body.charAt(end)) < 0) {
        end++;
      }
      return body.substring(start, end).replace("\"", "");
    }

    Answer require(int wanted) {
      if (status != wanted) {
        throw new IllegalStateException("HTTP " + status + " instead of " + wanted + ": " + body);
      }
      return this;
    }
  }

  Connection(int port, String key) throws IOException {
    this.socket = new Socket(InetAddress.getLoopbackAddress(), port);
    this.socket.setTcpNoDelay(true);
    this.socket.setSoTimeout(TIMEOUT_MILLIS);
    this.in = new BufferedInputStream(socket.getInputStream(), 16 * 1024);
    this.key = key;
  }

  Answer post(String path, String body) throws IOException {
    return exchange("POST", path, body);
  }

  Answer get(String path) throws IOException {
    return exchange("GET", path, "");
  }

  Answer put(String path, String body) throws IOException {
    return exchange("PUT", path, body);
  }

  private Answer exchange(String method, String path, String body) throws IOException {
    byte[] content = body.getBytes(StandardCharsets.UTF_8);
    String head =
        method
            + ' '
            + path
            + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: Bearer "
            + key
            + "\r\nContent-Length: "
            + content.length
            + "\r\n\r\n";
    byte[] first = head.getBytes(StandardCharsets.US_ASCII);
    byte[] request = new byte[first.length + content.length];
    System.arraycopy(first, 0, request, 0, first.length);
    System.arraycopy(content, 0, request, first.length, content.length);
    socket.getOutputStream().write(request);
    return read();
  }

  private Answer read() throws IOException {
    int status = Integer.parseInt(line().split(" ", 3)[1]);
    int length = 0;
    boolean inChunks = false;
    for (String line = line(); !line.isEmpty(); line = line()) {
      String header = line.toLowerCase(Locale.ROOT);
      if (header.startsWith("content-length:")) {
        length = Integer.parseInt(header.substring("content-length:".length()).strip());
      }
      inChunks |= header.startsWith("transfer-encoding:");
    }
    byte[] body = inChunks ? chunks() : exactly(length);
    return new Answer(status, new String(body, StandardCharsets.UTF_8));
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (int length = chunkLength(); length > 0; length = chunkLength()) {
      body.writeBytes(exactly(length));
      line();
    }
    line();
    return body.toByteArray();
  }

  private int chunkLength() throws IOException {
    return Integer.parseInt(line(), 16);
  }

  private byte[] exactly(int length) throws IOException {
    byte[] read = in.readNBytes(length);
    if (read.length < length) {
      throw new EOFException("the answer ends early");
    }
    return read;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c != '\n'; c = in.read()) {
      if (c < 0) {
        throw new EOFException("the service closed the connection");
      }
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
