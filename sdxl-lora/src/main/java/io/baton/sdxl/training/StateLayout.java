package io.baton.sdxl.training;

import ai.djl.ndarray.NDArray;
import io.baton.sdxl.checkpoint.LoraState;
import io.baton.sdxl.checkpoint.StateRow;
import io.baton.sdxl.checkpoint.StateTensor;
import io.baton.sdxl.checkpoint.TrainingState;
import io.baton.sdxl.lorafile.LoraLayout;
import io.baton.sdxl.optimizer.LossScale;
import io.baton.sdxl.optimizer.Optimizer;
import io.baton.sdxl.optimizer.OptimizerState;
import io.baton.sdxl.optimizer.ParameterGroup;
import io.baton.sdxl.optimizer.StateTensors;
import io.baton.sdxl.optimizer.TensorSlice;
import java.util.List;
import java.util.stream.Stream;

/** How a run's tensors are named in the optimizer and in checkpoints. */
final class StateLayout {

  private StateLayout() {}

  /** All tensors of a layout as one group; {@code parameters} is what its offsets count in. */
  static ParameterGroup group(
      String name, LoraLayout layout, NDArray parameters, double weightDecay) {
    List<TensorSlice> slices =
        layout.tensors().stream()
            .map(tensor -> new TensorSlice(tensor.key(), tensor.offset(), tensor.shape()))
            .toList();
    return new ParameterGroup(name, parameters, slices, weightDecay);
  }

  static TrainingState state(List<LoraState> loras, Optimizer optimizer, LossScale lossScale) {
    OptimizerState memory = optimizer.state();
    return new TrainingState(
        loras,
        memory.tensors().stream().map(StateLayout::row).toList(),
        Stream.concat(memory.scalars().stream(), lossScale.scalars().stream()).toList());
  }

  /** {@code unet.….lora.down.weight.exp_avg} and the like. */
  private static StateRow row(StateTensors tensors) {
    List<StateTensor> named =
        tensors.tensors().stream()
            .map(
                slice ->
                    new StateTensor(
                        slice.name() + "." + tensors.name(), slice.shape(), slice.offset()))
            .toList();
    return new StateRow(new TensorValues(tensors.values()), named);
  }
}
