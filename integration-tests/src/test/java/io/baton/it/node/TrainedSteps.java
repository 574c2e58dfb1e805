package io.baton.it.node;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a trainer wrote down of its steps, each as soon as it was done: the event files in its
 * output directory. They can be read after they were deleted, if they were opened before.
 *
 * <p>Format: TensorFlow's records (length, checksum, data, checksum), each an {@code Event} of
 * {@code tensorflow/core/util/event.proto}, of which field 2 is the step and field 5 the figures.
 */
public final class TrainedSteps implements AutoCloseable {
  private static final int STEP = 2;
  private static final int SUMMARY = 5;
  private static final int VARINT = 0;
  private static final int FIXED_64 = 1;
  private static final int BYTES = 2;
  private static final int FIXED_32 = 5;

  private final List<FileChannel> files = new ArrayList<>();

  private TrainedSteps() {}

  /** Opens those of a job; none where its trainer has not begun. */
  public static TrainedSteps open(Path jobDirectory) throws IOException {
    TrainedSteps steps = new TrainedSteps();
    Path logs = jobDirectory.resolve("output/logs");
    if (Files.isDirectory(logs)) {
      try (Stream<Path> found = Files.walk(logs)) {
        for (Path file : found.filter(TrainedSteps::isEventFile).toList()) {
          steps.files.add(FileChannel.open(file));
        }
      }
    }
    return steps;
  }

  private static boolean isEventFile(Path file) {
    return file.getFileName().toString().startsWith("events.out.tfevents.");
  }

  /** The last step that was done; 0 if none was. */
  public int last() throws IOException {
    long last = 0;
    for (FileChannel file : files) {
      last = Math.max(last, last(read(file)));
    }
    return Math.toIntExact(last);
  }

  private static ByteBuffer read(FileChannel file) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.toIntExact(file.size())).order(ByteOrder.LITTLE_ENDIAN);
    while (bytes.hasRemaining() && file.read(bytes, bytes.position()) >= 0) {
      // Until all that was there is read.
    }
    return bytes.flip();
  }

  /** A record whose writing was cut short does not count. */
  static long last(ByteBuffer records) {
    long last = 0;
    while (records.remaining() >= Long.BYTES + Integer.BYTES) {
      long length = records.getLong();
      records.getInt();
      if (length + Integer.BYTES > records.remaining()) {
        break;
      }
      ByteBuffer event = records.slice(records.position(), Math.toIntExact(length));
      records.position(records.position() + Math.toIntExact(length) + Integer.BYTES);
      last = Math.max(last, stepOf(event));
    }
    return last;
  }

  /** 0 for an event without figures, such as a session's start, whose step is yet to be done. */
  private static long stepOf(ByteBuffer event) {
    long step = 0;
    boolean figures = false;
    while (event.hasRemaining()) {
      int tag = (int) varint(event);
      int field = tag >>> 3;
      figures |= field == SUMMARY;
      switch (tag & 7) {
        case VARINT -> {
          long value = varint(event);
          step = field == STEP ? value : step;
        }
        case FIXED_64 -> skip(event, Long.BYTES);
        case BYTES -> skip(event, Math.toIntExact(varint(event)));
        case FIXED_32 -> skip(event, Integer.BYTES);
        default -> throw new IllegalStateException("no event of TensorFlow's: tag " + tag);
      }
    }
    return figures ? step : 0;
  }

  private static void skip(ByteBuffer event, int bytes) {
    event.position(event.position() + bytes);
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

  @Override
  public void close() {
    for (FileChannel file : files) {
      try {
        file.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
