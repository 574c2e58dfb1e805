package io.baton.sdxl.checkpoint;

import io.baton.sdxl.lorafile.LoraLayout;
import io.baton.sdxl.lorafile.LoraTensor;
import io.baton.sdxl.lorafile.LoraTensor.Role;
import java.util.List;

/** A state of one module: rank 2, three inputs, five outputs. */
final class SmallState {

  static final LoraLayout LAYOUT =
      new LoraLayout(
          List.of(
              new LoraTensor("unet.a.lora.down.weight", Role.DOWN, List.of(2L, 3L), 0),
              new LoraTensor("unet.a.lora.up.weight", Role.UP, List.of(5L, 2L), 6)));

  private SmallState() {}

  static TrainingState zeros() {
    return new TrainingState(LAYOUT, floats(0), floats(0), floats(0));
  }

  /** Distinct values everywhere, with bits that decimal text would lose. */
  static TrainingState filled() {
    return new TrainingState(LAYOUT, floats(1 / 3f), floats(-1 / 7f), floats(1e-30f));
  }

  static float[] values(TrainingState state, int which) {
    return switch (which) {
      case 0 -> ((ArrayFloats) state.lora()).values();
      case 1 -> ((ArrayFloats) state.firstMoment()).values();
      default -> ((ArrayFloats) state.secondMoment()).values();
    };
  }

  private static ArrayFloats floats(float unit) {
    float[] values = new float[LAYOUT.length()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (i + 1) * unit;
    }
    return new ArrayFloats(values);
  }
}
