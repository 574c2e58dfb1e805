package io.baton.sdxl.model;

import io.baton.sdxl.safetensors.SafetensorsFile;
import io.baton.sdxl.safetensors.TensorInfo;
import io.baton.sdxl.safetensors.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A tensor of a model in its file: a whole tensor of the file, some of its first dimension, or the
 * whole with its two dimensions exchanged.
 *
 * @param file that holds it
 * @param tensor that holds it
 * @param shape of what is used of it
 * @param begin offset in bytes from the start of {@code tensor}
 * @param transposed whether the file has columns for rows
 */
public record StoredTensor(
    SafetensorsFile file, TensorInfo tensor, List<Long> shape, long begin, boolean transposed) {

  public StoredTensor {
    shape = List.copyOf(shape);
  }

  static StoredTensor whole(SafetensorsFile file, TensorInfo tensor) {
    return new StoredTensor(file, tensor, tensor.shape(), 0, false);
  }

  /** Part {@code index} of {@code parts} of equal size that lie below each other. */
  static StoredTensor part(SafetensorsFile file, TensorInfo tensor, int index, int parts) {
    List<Long> shape = new ArrayList<>(tensor.shape());
    shape.set(0, shape.get(0) / parts);
    return new StoredTensor(file, tensor, shape, tensor.byteLength() / parts * index, false);
  }

  /** A matrix whose transpose lies in the file. */
  static StoredTensor transpose(SafetensorsFile file, TensorInfo tensor) {
    return new StoredTensor(
        file, tensor, List.of(tensor.shape().get(1), tensor.shape().get(0)), 0, true);
  }

  public TensorType type() {
    return tensor.type();
  }

  Path path() {
    return file.path();
  }

  int byteLength() {
    return Math.toIntExact(shape.stream().reduce((long) type().bytes(), Math::multiplyExact));
  }

  /** Its bytes in the mapped file, where they lie there in order. */
  Optional<ByteBuffer> mapped() {
    if (transposed) {
      return Optional.empty();
    }
    ByteBuffer whole = file.data(tensor.name());
    return Optional.of(
        whole.slice(Math.toIntExact(begin), byteLength()).order(ByteOrder.LITTLE_ENDIAN));
  }

  /** Its bytes, in an order that is the file's. */
  public ByteBuffer bytes() {
    return mapped().orElseGet(() -> file.data(tensor.name()));
  }

  /** Its values, row-major, widened to 32 bits. */
  float[] floats() {
    if (!transposed && byteLength() == tensor.byteLength()) {
      return file.floats(tensor.name());
    }
    ByteBuffer bytes = ByteBuffer.allocate(byteLength()).order(ByteOrder.LITTLE_ENDIAN);
    read(bytes);
    return file.floats(tensor.name(), bytes.flip());
  }

  /** Reads its bytes, row-major, into {@code target}, which has exactly as many left. */
  void read(ByteBuffer target) {
    if (!transposed) {
      file.read(tensor.name(), begin, target);
      return;
    }
    int size = type().bytes();
    int rows = Math.toIntExact(shape.get(0));
    int columns = Math.toIntExact(shape.get(1));
    ByteBuffer source = file.data(tensor.name());
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        int from = (column * rows + row) * size;
        for (int i = 0; i < size; i++) {
          target.put(source.get(from + i));
        }
      }
    }
  }
}
