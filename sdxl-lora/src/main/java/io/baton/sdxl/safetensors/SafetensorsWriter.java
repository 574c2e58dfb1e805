package io.baton.sdxl.safetensors;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes safetensors files. The same tensors and metadata give the same bytes, in whatever order
 * they are given: larger element types first, then by name, as the format's own writer does.
 */
public final class SafetensorsWriter {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int ALIGNMENT = 8;

  private static final Comparator<TensorSource> FILE_ORDER =
      Comparator.comparing(TensorSource::type)
          .reversed()
          .thenComparing(
              tensor -> tensor.name().getBytes(StandardCharsets.UTF_8), Arrays::compareUnsigned);

  private SafetensorsWriter() {}

  /**
   * Writes {@code file} anew and forces it to the disk. A file left by a failure is not whole:
   * write beside the final name, then rename.
   *
   * @throws IllegalArgumentException when two tensors share a name, or a source does not write as
   *     many bytes as its shape asks for
   */
  public static void write(Path file, List<TensorSource> tensors, Map<String, String> metadata)
      throws IOException {
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      write(channel, tensors, metadata);
      channel.force(true);
    }
  }

  /** Writes a file's bytes to {@code channel}, the whole header first, in one piece. */
  public static void write(
      WritableByteChannel channel, List<TensorSource> tensors, Map<String, String> metadata)
      throws IOException {
    List<TensorSource> ordered = new ArrayList<>(tensors);
    ordered.sort(FILE_ORDER);
    ByteBuffer header = header(ordered, metadata);
    while (header.hasRemaining()) {
      channel.write(header);
    }
    for (TensorSource tensor : ordered) {
      CountingChannel counting = new CountingChannel(channel);
      tensor.content().writeTo(counting);
      counting.requireWritten(tensor);
    }
  }

  private static ByteBuffer header(List<TensorSource> ordered, Map<String, String> metadata)
      throws JsonProcessingException {
    ObjectNode root = JSON.createObjectNode();
    if (!metadata.isEmpty()) {
      ObjectNode notes = root.putObject("__metadata__");
      new TreeMap<>(metadata).forEach(notes::put);
    }
    long position = 0;
    for (TensorSource tensor : ordered) {
      if (root.has(tensor.name())) {
        throw new IllegalArgumentException("two tensors are named " + tensor.name());
      }
      long end = Math.addExact(position, tensor.byteLength());
      ObjectNode entry = root.putObject(tensor.name());
      entry.put("dtype", tensor.type().name());
      ArrayNode shape = entry.putArray("shape");
      tensor.shape().forEach(shape::add);
      entry.putArray("data_offsets").add(position).add(end);
      position = end;
    }
    byte[] json = JSON.writeValueAsBytes(root);
    int padded = (json.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    ByteBuffer header =
        ByteBuffer.allocate(Long.BYTES + padded)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(padded)
            .put(json);
    while (header.hasRemaining()) {
      header.put((byte) ' ');
    }
    return header.flip();
  }
}
