package io.baton.sdxl.checkpoint;

import io.baton.sdxl.lorafile.LoraValues;
import io.baton.sdxl.optimizer.StateScalar;
import io.baton.sdxl.safetensors.TensorSource;
import io.baton.sdxl.safetensors.TensorType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** A run's state at one step, in plain memory until closed. Any thread may write it to files. */
public final class StateCopy implements AutoCloseable {

  private final List<ValuesCopy> copies = new ArrayList<>();
  private final List<LoraValues> loras = new ArrayList<>();
  private final List<TensorSource> optimizer = new ArrayList<>();
  private final SortedMap<String, Double> scalars = new TreeMap<>();

  private StateCopy() {}

  static StateCopy of(TrainingState state) {
    StateCopy copy = new StateCopy();
    try {
      state.loras().forEach(copy::add);
      state.optimizer().forEach(copy::add);
      for (StateScalar scalar : state.scalars()) {
        copy.scalars.put(scalar.name(), scalar.get());
      }
      return copy;
    } catch (RuntimeException | Error e) {
      copy.close();
      throw e;
    }
  }

  private void add(LoraState lora) {
    ByteBuffer bytes = copied(lora.values());
    loras.add(new LoraValues(lora.layout(), (offset, length) -> floats(bytes, offset, length)));
  }

  private static float[] floats(ByteBuffer bytes, int offset, int length) {
    float[] floats = new float[length];
    part(bytes, TensorType.F32, offset, length).asFloatBuffer().get(floats);
    return floats;
  }

  private void add(StateRow row) {
    ByteBuffer bytes = copied(row.values());
    TensorType type = row.values().type();
    for (StateTensor tensor : row.tensors()) {
      ByteBuffer part = part(bytes, type, tensor.offset(), tensor.length());
      optimizer.add(
          new TensorSource(
              tensor.key(),
              type,
              tensor.shape(),
              out -> {
                ByteBuffer left = part.duplicate();
                while (left.hasRemaining()) {
                  out.write(left);
                }
              }));
    }
  }

  private ByteBuffer copied(StateValues values) {
    ValuesCopy copy = values.copy();
    copies.add(copy);
    return copy.bytes();
  }

  private static ByteBuffer part(ByteBuffer row, TensorType type, int offset, int length) {
    return row.slice(offset * type.bytes(), length * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The LoRA of each adapted model; usable until this copy is closed. */
  public List<LoraValues> loras() {
    return Collections.unmodifiableList(loras);
  }

  List<TensorSource> optimizer() {
    return optimizer;
  }

  SortedMap<String, Double> scalars() {
    return scalars;
  }

  @Override
  public void close() {
    copies.forEach(ValuesCopy::close);
  }
}
