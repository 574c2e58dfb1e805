package io.baton.sdxl.verify;

import io.baton.sdxl.safetensors.SafetensorsFile;
import io.baton.sdxl.safetensors.SafetensorsWriter;
import io.baton.sdxl.safetensors.TensorInfo;
import io.baton.sdxl.safetensors.TensorSource;
import io.baton.sdxl.safetensors.TensorType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** A recording with some of its tensors, or its options, changed. */
public final class AlteredRecording {

  private final Map<String, TensorSource> tensors = new TreeMap<>();
  private final Map<String, String> metadata;
  private final SafetensorsFile file;

  public AlteredRecording(Path original) {
    file = SafetensorsFile.open(original);
    metadata = new HashMap<>(file.metadata());
    for (TensorInfo tensor : file.tensors().values()) {
      tensors.put(
          tensor.name(),
          new TensorSource(
              tensor.name(),
              tensor.type(),
              tensor.shape(),
              out -> out.write(file.data(tensor.name()))));
    }
  }

  public AlteredRecording without(String name) {
    tensors.remove(name);
    return this;
  }

  /** Replaces a tensor's values. */
  public AlteredRecording change(String name, Function<float[], float[]> change) {
    float[] values = change.apply(file.floats(name));
    return put(name, tensors.get(name).shape(), values);
  }

  /** Replaces a tensor by one that may have another shape. */
  public AlteredRecording put(String name, List<Long> shape, float[] values) {
    tensors.put(name, TensorSource.ofFloats(name, shape, values));
    return this;
  }

  /** Writes a tensor of 64-bit whole numbers as 32-bit floats. */
  public AlteredRecording asFloats(String name) {
    ByteBuffer numbers = file.data(name);
    float[] values = new float[numbers.remaining() / Long.BYTES];
    for (int i = 0; i < values.length; i++) {
      values[i] = numbers.getLong(i * Long.BYTES);
    }
    return put(name, tensors.get(name).shape(), values);
  }

  /** Writes a tensor of 64-bit whole numbers as 32-bit ones. */
  public AlteredRecording asIntegers(String name) {
    ByteBuffer numbers = file.data(name);
    int count = numbers.remaining() / Long.BYTES;
    ByteBuffer halved = ByteBuffer.allocate(count * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      halved.putInt((int) numbers.getLong(i * Long.BYTES));
    }
    halved.flip();
    tensors.put(
        name,
        new TensorSource(
            name, TensorType.I32, tensors.get(name).shape(), out -> out.write(halved.slice())));
    return this;
  }

  public AlteredRecording options(Function<String, String> change) {
    metadata.compute("options", (key, json) -> change.apply(json));
    return this;
  }

  public Path write(Path target) throws IOException {
    SafetensorsWriter.write(target, new ArrayList<>(tensors.values()), metadata);
    file.close();
    return target;
  }
}
