package io.baton.sdxl.verify;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.safetensors.SafetensorsFile;
import io.baton.sdxl.safetensors.TensorInfo;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * A safetensors file with inputs and outputs of the reference. Numbers may have any type; a tensor
 * that is not there, holds anything but finite numbers or does not fit is a {@code BAD_INPUT}
 * failure that names it.
 */
final class Recording implements AutoCloseable {

  private static final String OPTIONS = "options";

  private final SafetensorsFile file;
  private final SortedSet<String> unread;

  private Recording(SafetensorsFile file) {
    this.file = file;
    this.unread = new TreeSet<>(file.tensors().keySet());
  }

  /**
   * Opens a recording.
   *
   * @throws TrainingFailure with {@code NO_INPUT} or {@code BAD_INPUT}
   */
  static Recording open(Path path) {
    return new Recording(SafetensorsFile.open(path));
  }

  /** The options that it was made with; those of the reference where it says nothing. */
  RecordedOptions options() {
    Optional<String> json = Optional.ofNullable(file.metadata().get(OPTIONS));
    if (json.isEmpty() && has(Section.TRAIN)) {
      throw invalid("has no metadata 'options', so its training cannot be repeated");
    }
    return RecordedOptions.parse(json.orElse("{}"), this);
  }

  boolean has(Section section) {
    return !under(section.tensor("")).isEmpty();
  }

  /**
   * Refuses a recording without sections, or with a section that lacks a tensor, before anything is
   * computed.
   */
  void requireWhole() {
    if (Stream.of(Section.values()).noneMatch(this::has)) {
      throw invalid("has none of the sections %s".formatted(Section.labels()));
    }
    Stream.of(Section.values())
        .filter(this::has)
        .flatMap(section -> section.tensors().stream())
        .forEach(this::require);
  }

  boolean has(String name) {
    return file.tensors().containsKey(name);
  }

  /** The names of all tensors that begin with {@code prefix}, without it. */
  List<String> under(String prefix) {
    List<String> names = new ArrayList<>();
    for (String name : file.tensors().tailMap(prefix).keySet()) {
      if (!name.startsWith(prefix)) {
        break;
      }
      names.add(name.substring(prefix.length()));
    }
    return names;
  }

  /** The tensors that nobody has read. */
  SortedSet<String> unread() {
    return Collections.unmodifiableSortedSet(unread);
  }

  Shape shape(String name) {
    return new Shape(require(name).shape().stream().mapToLong(Long::longValue).toArray());
  }

  /** All values, row-major, as 32-bit floats. */
  float[] floats(String name) {
    TensorInfo tensor = require(name);
    float[] values =
        switch (tensor.type()) {
          case F32, F16, BF16 -> file.floats(name);
          case F64 -> {
            ByteBuffer data = file.data(name);
            float[] rounded = new float[(int) tensor.elements()];
            for (int i = 0; i < rounded.length; i++) {
              rounded[i] = (float) data.getDouble(i * Double.BYTES);
            }
            yield rounded;
          }
          case I64, I32, I16, I8, U8 -> {
            long[] integers = wholeNumbers(name);
            float[] rounded = new float[integers.length];
            for (int i = 0; i < rounded.length; i++) {
              rounded[i] = integers[i];
            }
            yield rounded;
          }
          case BOOL, F8_E5M2, F8_E4M3, U16, U32, U64 -> throw unusable(tensor);
        };
    unread.remove(name);
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw invalid("holds %s in tensor '%s'".formatted(value, name));
      }
    }
    return values;
  }

  /** All values, row-major, of a tensor of whole numbers, which may be written as floats. */
  long[] wholeNumbers(String name) {
    TensorInfo tensor = require(name);
    long[] values = new long[(int) tensor.elements()];
    switch (tensor.type()) {
      case I64, I32, I16, I8, U8 -> {
        ByteBuffer data = file.data(name);
        for (int i = 0; i < values.length; i++) {
          values[i] = wholeNumber(tensor, data, i);
        }
      }
      case F64, F32, F16, BF16 -> {
        float[] floats = floats(name);
        for (int i = 0; i < values.length; i++) {
          values[i] = (long) floats[i];
          if (values[i] != floats[i]) {
            throw invalid(
                "holds %s in tensor '%s' where whole numbers are wanted"
                    .formatted(floats[i], name));
          }
        }
      }
      case BOOL, F8_E5M2, F8_E4M3, U16, U32, U64 -> throw unusable(tensor);
    }
    unread.remove(name);
    return values;
  }

  private long wholeNumber(TensorInfo tensor, ByteBuffer data, int index) {
    return switch (tensor.type()) {
      case I64 -> data.getLong(index * Long.BYTES);
      case I32 -> data.getInt(index * Integer.BYTES);
      case I16 -> data.getShort(index * Short.BYTES);
      case I8 -> data.get(index);
      case U8 -> Byte.toUnsignedInt(data.get(index));
      case BOOL, F8_E5M2, F8_E4M3, U16, F16, BF16, U32, F32, F64, U64 -> throw unusable(tensor);
    };
  }

  /** The only value of a tensor. */
  float scalar(String name) {
    TensorInfo tensor = require(name);
    if (tensor.elements() != 1) {
      throw invalid("has tensor '%s' of shape %s, not one number".formatted(name, tensor.shape()));
    }
    return floats(name)[0];
  }

  /** A tensor of 32-bit floats on {@code scope}'s device. */
  NDArray tensor(NDManager scope, String name) {
    return scope.create(floats(name), shape(name));
  }

  /** A tensor that must be there. */
  TensorInfo require(String name) {
    TensorInfo tensor = file.tensors().get(name);
    if (tensor == null) {
      throw invalid("has no tensor '%s'".formatted(name));
    }
    if (tensor.byteLength() > Integer.MAX_VALUE) {
      throw invalid("has a tensor '%s' of more than 2 GiB".formatted(name));
    }
    return tensor;
  }

  private TrainingFailure unusable(TensorInfo tensor) {
    return invalid("has tensor '%s' of type %s".formatted(tensor.name(), tensor.type()));
  }

  /** A failure that says what is wrong with this recording. */
  TrainingFailure invalid(String what) {
    return new TrainingFailure(
        FailureCode.BAD_INPUT, "%s %s; make the recording again.".formatted(file.path(), what));
  }

  /** A failure that says that this recording is of another model. */
  TrainingFailure misfit(String what) {
    return new TrainingFailure(
        FailureCode.BAD_INPUT,
        "%s is not a recording of this model: %s."
            .formatted(
                file.path(), what.endsWith(".") ? what.substring(0, what.length() - 1) : what));
  }

  @Override
  public void close() {
    file.close();
  }
}
