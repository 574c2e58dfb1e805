package io.baton.sdxl.checkpoint;

import io.baton.sdxl.lorafile.LoraLayout;
import io.baton.sdxl.lorafile.LoraTensor;
import io.baton.sdxl.lorafile.LoraTensor.Role;
import io.baton.sdxl.optimizer.StateScalar;
import io.baton.sdxl.safetensors.TensorType;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;

/**
 * A state of one module: rank 2, three inputs, five outputs; with memory in floats and in bytes and
 * a scalar.
 */
final class SmallState {

  static final String MODULE = "unet.mid_block.attentions.0.proj_in";

  static final LoraLayout LAYOUT =
      new LoraLayout(
          List.of(
              new LoraTensor(MODULE + ".lora.down.weight", Role.DOWN, List.of(2L, 3L), 0),
              new LoraTensor(MODULE + ".lora.up.weight", Role.UP, List.of(5L, 2L), 6)));

  private SmallState() {}

  static TrainingState zeros() {
    return state(LAYOUT, 0, 0);
  }

  static TrainingState zeros(LoraLayout layout) {
    return state(layout, 0, 0);
  }

  /** Distinct values everywhere, with bits that decimal text would lose. */
  static TrainingState filled() {
    return state(LAYOUT, 1 / 3f, Math.nextUp(0.1));
  }

  static ArrayValues lora(TrainingState state) {
    return (ArrayValues) state.loras().get(0).values();
  }

  /** All values of a state, in order. */
  static List<Object> contents(TrainingState state) {
    return Stream.of(
            state.loras().stream().map(LoraState::values),
            state.optimizer().stream().map(StateRow::values),
            state.scalars().stream().map(StateScalar::get))
        .flatMap(part -> part)
        .map(Object.class::cast)
        .toList();
  }

  private static TrainingState state(LoraLayout layout, float unit, double scalar) {
    List<StateTensor> moments =
        layout.tensors().stream()
            .map(t -> new StateTensor(t.key() + ".exp_avg", t.shape(), t.offset()))
            .toList();
    byte[] codes = new byte[4];
    for (int i = 0; i < codes.length; i++) {
      codes[i] = (byte) (unit * 600 + i);
    }
    return new TrainingState(
        List.of(new LoraState(layout, floats(layout, unit))),
        List.of(
            new StateRow(floats(layout, -unit * 1e-30f), moments),
            new StateRow(
                new ArrayValues(TensorType.U8, ByteBuffer.wrap(codes)),
                List.of(new StateTensor("codes", List.of(4L), 0)))),
        List.of(new StateScalar("d", scalar)));
  }

  private static ArrayValues floats(LoraLayout layout, float unit) {
    float[] values = new float[layout.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i + 1) * unit;
    }
    return ArrayValues.of(values);
  }
}
