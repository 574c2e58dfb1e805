package io.baton.sdxl.tensorboard;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

/** Reads event files, every checksum checked. */
final class EventFileReader {

  private EventFileReader() {}

  /** A message: the values of each field, as numbers, bytes or both's wire form. */
  static final class Message {

    private final Map<Integer, Object> fields = new HashMap<>();

    long integer(int field) {
      return (Long) fields.get(field);
    }

    double number(int field) {
      return ((Number) fields.get(field)).doubleValue();
    }

    byte[] bytes(int field) {
      return (byte[]) fields.get(field);
    }

    String text(int field) {
      return new String(bytes(field), StandardCharsets.UTF_8);
    }

    Message message(int field) {
      return parse(ByteBuffer.wrap(bytes(field)).order(ByteOrder.LITTLE_ENDIAN));
    }

    boolean has(int field) {
      return fields.containsKey(field);
    }
  }

  static List<Message> events(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<Message> events = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte[] length = take(bytes, 8);
      requireChecksum(length, bytes.getInt());
      byte[] data =
          take(bytes, (int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong());
      requireChecksum(data, bytes.getInt());
      events.add(parse(ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN)));
    }
    return events;
  }

  private static byte[] take(ByteBuffer from, int length) {
    byte[] bytes = new byte[length];
    from.get(bytes);
    return bytes;
  }

  // As TensorFlow's crc32c.h unmasks it.
  private static void requireChecksum(byte[] data, int masked) {
    int rotated = masked - 0xa282ead8;
    int expected = rotated >>> 17 | rotated << 15;
    CRC32C checksum = new CRC32C();
    checksum.update(data);
    if ((int) checksum.getValue() != expected) {
      throw new AssertionError("a record's checksum does not fit");
    }
  }

  private static Message parse(ByteBuffer bytes) {
    Message message = new Message();
    while (bytes.hasRemaining()) {
      long tag = varint(bytes);
      Object value =
          switch ((int) tag & 7) {
            case 0 -> varint(bytes);
            case 1 -> bytes.getDouble();
            case 2 -> take(bytes, (int) varint(bytes));
            case 5 -> bytes.getFloat();
            default -> throw new AssertionError("wire type of " + tag);
          };
      message.fields.put((int) (tag >> 3), value);
    }
    return message;
  }

  private static long varint(ByteBuffer bytes) {
    long value = 0;
    for (int shift = 0; ; shift += 7) {
      byte next = bytes.get();
      value |= (long) (next & 0x7f) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }
}
