package io.baton.sdxl.safetensors;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * A safetensors file, open for reading. Tensors are mapped into memory one by one, when asked for;
 * a mapping lives as long as its buffer, also after {@link #close()}.
 *
 * <p>Format: 8 bytes little-endian header length n, n bytes of JSON, data.
 */
public final class SafetensorsFile implements AutoCloseable {

  private static final int LENGTH_BYTES = Long.BYTES;

  /** The format's own limit. */
  static final long MAXIMUM_HEADER_BYTES = 100_000_000;

  private final Path path;
  private final FileChannel channel;
  private final SafetensorsHeader header;
  private final long dataStart;

  private SafetensorsFile(
      Path path, FileChannel channel, SafetensorsHeader header, long dataStart) {
    this.path = path;
    this.channel = channel;
    this.header = header;
    this.dataStart = dataStart;
  }

  /**
   * Opens a file and checks its whole header.
   *
   * @throws TrainingFailure with {@code NO_INPUT} when there is no such file, with {@code
   *     BAD_INPUT} when it is not a well-formed safetensors file
   */
  public static SafetensorsFile open(Path path) {
    if (Files.isDirectory(path)) {
      throw malformed(path, "it is a directory");
    }
    FileChannel channel = null;
    try {
      channel = FileChannel.open(path, StandardOpenOption.READ);
      SafetensorsFile file = read(path, channel);
      channel = null;
      return file;
    } catch (NoSuchFileException e) {
      throw new TrainingFailure(
          FailureCode.NO_INPUT, "There is no file %s; check the path.".formatted(path), e);
    } catch (MalformedHeaderException e) {
      throw malformed(path, e.getMessage());
    } catch (IOException e) {
      throw TrainingFailure.ofInputOutput("reading " + path, e);
    } finally {
      closeQuietly(channel);
    }
  }

  private static SafetensorsFile read(Path path, FileChannel channel)
      throws IOException, MalformedHeaderException {
    long size = channel.size();
    if (size < LENGTH_BYTES) {
      throw new MalformedHeaderException("it has only %d bytes".formatted(size));
    }
    ByteBuffer start = fully(channel, 0, LENGTH_BYTES);
    Optional<OtherFormat> other = OtherFormat.of(start);
    if (other.isPresent()) {
      throw new TrainingFailure(
          FailureCode.BAD_INPUT, "%s %s.".formatted(path, other.get().description()));
    }
    long headerBytes = start.getLong(0);
    if (headerBytes < 0 || headerBytes > MAXIMUM_HEADER_BYTES) {
      throw new MalformedHeaderException(
          "it claims a header of %s bytes".formatted(Long.toUnsignedString(headerBytes)));
    }
    long dataStart = LENGTH_BYTES + headerBytes;
    if (dataStart > size) {
      throw new MalformedHeaderException(
          "it claims a header of %d bytes and holds %d".formatted(headerBytes, size));
    }
    byte[] json = fully(channel, LENGTH_BYTES, (int) headerBytes).array();
    SafetensorsHeader header = SafetensorsHeader.parse(json, size - dataStart);
    return new SafetensorsFile(path, channel, header, dataStart);
  }

  public Path path() {
    return path;
  }

  /** All tensors, by name. */
  public SortedMap<String, TensorInfo> tensors() {
    return header.tensors();
  }

  /** The writer's notes; empty where it left none. */
  public Map<String, String> metadata() {
    return header.metadata();
  }

  /**
   * The bytes of a tensor, mapped read-only, little-endian.
   *
   * @throws TrainingFailure with {@code BAD_INPUT} when there is no such tensor or it is larger
   *     than 2 GiB
   */
  public ByteBuffer data(String name) {
    TensorInfo tensor = require(name);
    if (tensor.byteLength() > Integer.MAX_VALUE) {
      throw malformed(path, "tensor '%s' is larger than 2 GiB".formatted(name));
    }
    if (tensor.byteLength() == 0) {
      return ByteBuffer.allocateDirect(0).order(ByteOrder.LITTLE_ENDIAN);
    }
    try {
      return channel
          .map(MapMode.READ_ONLY, dataStart + tensor.begin(), tensor.byteLength())
          .order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw TrainingFailure.ofInputOutput("reading tensor '%s' of %s".formatted(name, path), e);
    }
  }

  /**
   * Reads bytes of a tensor into the rest of {@code target}.
   *
   * @param begin offset of the first one from the tensor's start
   * @throws TrainingFailure as {@link #data} does
   */
  public void read(String name, long begin, ByteBuffer target) {
    TensorInfo tensor = require(name);
    if (begin < 0 || begin + target.remaining() > tensor.byteLength()) {
      throw new IllegalArgumentException(
          "%d bytes from %d of the %d of tensor %s"
              .formatted(target.remaining(), begin, tensor.byteLength(), name));
    }
    try {
      long position = dataStart + tensor.begin() + begin;
      while (target.hasRemaining()) {
        int count = channel.read(target, position);
        if (count < 0) {
          throw malformed(path, "it has become shorter");
        }
        position += count;
      }
    } catch (IOException e) {
      throw TrainingFailure.ofInputOutput("reading tensor '%s' of %s".formatted(name, path), e);
    }
  }

  /**
   * The values of a floating-point tensor, row-major, widened to 32 bits.
   *
   * @throws TrainingFailure with {@code BAD_INPUT} when there is no such tensor or it does not hold
   *     F32, F16, BF16 or F8_E4M3
   */
  public float[] floats(String name) {
    return floats(name, data(name));
  }

  /**
   * Some values of a floating-point tensor, widened to 32 bits.
   *
   * @param bytes of them, little-endian
   * @throws TrainingFailure as {@link #floats(String)} does
   */
  public float[] floats(String name, ByteBuffer bytes) {
    TensorType type = require(name).type();
    return FloatValues.read(bytes, type)
        .orElseThrow(
            () ->
                malformed(
                    path, "tensor '%s' is %s where numbers are wanted".formatted(name, type)));
  }

  private TensorInfo require(String name) {
    TensorInfo tensor = tensors().get(name);
    if (tensor == null) {
      throw new TrainingFailure(
          FailureCode.BAD_INPUT,
          "%s has no tensor '%s'; is it the file of another model?".formatted(path, name));
    }
    return tensor;
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw TrainingFailure.ofInputOutput("closing " + path, e);
    }
  }

  private static ByteBuffer fully(FileChannel channel, long position, int length)
      throws IOException, MalformedHeaderException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new MalformedHeaderException("it ends in its header");
      }
    }
    return buffer.flip();
  }

  private static TrainingFailure malformed(Path path, String why) {
    return new TrainingFailure(
        FailureCode.BAD_INPUT,
        "%s is not a safetensors file that can be used: %s; fetch it again.".formatted(path, why));
  }

  private static void closeQuietly(FileChannel channel) {
    if (channel != null) {
      try {
        channel.close();
      } catch (IOException e) {
        // The failure that brought us here is already on its way and says more.
      }
    }
  }
}
