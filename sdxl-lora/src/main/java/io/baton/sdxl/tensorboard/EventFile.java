package io.baton.sdxl.tensorboard;

import io.baton.sdxl.failure.TrainingFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.zip.CRC32C;

/**
 * A file of events, each one there as soon as it is written. A run that goes on begins another file
 * in the same directory; TensorBoard then forgets the older files' events from its first step on.
 *
 * <p>Format: TensorFlow's records (length, masked CRC-32C of it, data, masked CRC-32C of that),
 * each an {@code Event} of {@code tensorflow/core/util/event.proto}.
 */
public final class EventFile implements AutoCloseable {

  private static final String VERSION = "brain.Event:2";
  private static final int MASK = 0xa282ead8;

  // Fields of Event.
  private static final int WALL_TIME = 1;
  private static final int STEP = 2;
  private static final int FILE_VERSION = 3;
  private static final int SUMMARY = 5;
  private static final int SESSION_LOG = 7;
  // Of SessionLog, with its value for a session's start.
  private static final int STATUS = 1;
  private static final int START = 1;
  // Of Summary and its values.
  private static final int VALUE = 1;
  private static final int TAG = 1;
  private static final int SIMPLE_VALUE = 2;
  private static final int IMAGE = 4;
  // Of an image.
  private static final int HEIGHT = 1;
  private static final int WIDTH = 2;
  private static final int COLOR_SPACE = 3;
  private static final int RGB = 3;
  private static final int ENCODED = 4;

  /** PNG's width lies behind 8 bytes of signature and 8 of the first chunk's head. */
  private static final int PNG_WIDTH = 16;

  private final Path path;
  private final FileChannel channel;
  private final Clock clock;

  private EventFile(Path path, FileChannel channel, Clock clock) {
    this.path = path;
    this.channel = channel;
    this.clock = clock;
  }

  /**
   * Begins a file in {@code directory}, which is made where it is not there.
   *
   * @param firstStep that this file will have; what older files have from there on no longer counts
   * @throws TrainingFailure when it cannot be written
   */
  public static EventFile create(Path directory, long firstStep, Clock clock) {
    try {
      Files.createDirectories(directory);
      EventFile file = open(directory, clock);
      file.write(new ProtocolBuffer().text(FILE_VERSION, VERSION));
      file.write(
          new ProtocolBuffer()
              .integer(STEP, firstStep)
              .message(SESSION_LOG, new ProtocolBuffer().integer(STATUS, START)));
      return file;
    } catch (IOException e) {
      throw TrainingFailure.ofInputOutput("writing event files to " + directory, e);
    }
  }

  // TensorBoard reads files in the order of their names: first the seconds, always ten digits.
  private static EventFile open(Path directory, Clock clock) throws IOException {
    for (int number = 0; ; number++) {
      Path path =
          directory.resolve(
              "events.out.tfevents.%d.%d.%d"
                  .formatted(
                      clock.instant().getEpochSecond(), ProcessHandle.current().pid(), number));
      try {
        return new EventFile(
            path,
            FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
            clock);
      } catch (FileAlreadyExistsException e) {
        // Another run of this process in the same second: the next number.
      }
    }
  }

  /** A number of {@code step}. */
  public void scalar(String tag, long step, double value) {
    summary(step, new ProtocolBuffer().text(TAG, tag).number(SIMPLE_VALUE, (float) value));
  }

  /**
   * An image of {@code step}.
   *
   * @param png the bytes of an RGB image's file
   */
  public void image(String tag, long step, byte[] png) {
    ByteBuffer header = ByteBuffer.wrap(png);
    ProtocolBuffer image =
        new ProtocolBuffer()
            .integer(HEIGHT, header.getInt(PNG_WIDTH + Integer.BYTES))
            .integer(WIDTH, header.getInt(PNG_WIDTH))
            .integer(COLOR_SPACE, RGB)
            .bytes(ENCODED, png);
    summary(step, new ProtocolBuffer().text(TAG, tag).message(IMAGE, image));
  }

  private void summary(long step, ProtocolBuffer value) {
    try {
      write(
          new ProtocolBuffer()
              .integer(STEP, step)
              .message(SUMMARY, new ProtocolBuffer().message(VALUE, value)));
    } catch (IOException e) {
      throw TrainingFailure.ofInputOutput("writing " + path, e);
    }
  }

  private void write(ProtocolBuffer event) throws IOException {
    event.number(WALL_TIME, clock.millis() / 1000.0);
    byte[] data = event.toBytes();
    ByteBuffer record =
        ByteBuffer.allocate(Long.BYTES + 2 * Integer.BYTES + data.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(data.length);
    record.putInt(maskedChecksum(record.array(), 0, Long.BYTES));
    record.put(data);
    record.putInt(maskedChecksum(data, 0, data.length)).flip();
    while (record.hasRemaining()) {
      channel.write(record);
    }
  }

  /** CRC-32C, rotated and shifted, so that data with checksums in it are no weak spot. */
  static int maskedChecksum(byte[] data, int from, int length) {
    CRC32C checksum = new CRC32C();
    checksum.update(data, from, length);
    return Integer.rotateRight((int) checksum.getValue(), 15) + MASK;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw TrainingFailure.ofInputOutput("closing " + path, e);
    }
  }
}
