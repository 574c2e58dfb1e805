package io.baton.sdxl.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import io.baton.sdxl.block.Block;
import io.baton.sdxl.block.BlockRunner;
import io.baton.sdxl.block.Mode;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.model.Placement;
import io.baton.sdxl.model.WeightFiles;
import io.baton.sdxl.model.WeightLoader;
import io.baton.sdxl.torch.GradMode;
import java.util.List;

/** The blocks of the autoencoder's encoder or decoder, one after the other. */
final class VaeHalf implements AutoCloseable {

  private final VaeConfig config;
  private final NDManager manager;
  private final List<Block> blocks;
  private final BlockRunner runner;

  private VaeHalf(VaeConfig config, NDManager manager, List<Block> blocks) {
    this.config = config;
    this.manager = manager;
    this.blocks = blocks;
    this.runner = BlockRunner.compile(manager, blocks);
  }

  /** Makes a half's blocks. */
  interface Stack {
    List<Block> load(VaeConfig config, WeightLoader weights, int scalarType);
  }

  /**
   * Loads a half of a model's autoencoder.
   *
   * @param parent a manager on the placement's device; closing it closes the weights
   * @param others what the names of the other half's weights begin with
   */
  static VaeHalf load(
      ModelDirectory directory,
      NDManager parent,
      Placement placement,
      Stack stack,
      List<String> others) {
    VaeConfig config = VaeConfig.load(directory);
    NDManager manager = parent.newSubManager(placement.device());
    WeightFiles files = directory.weights(AutoencoderKl.COMPONENT, AutoencoderKl.STEM);
    try (GradMode off = GradMode.disabled();
        WeightLoader weights = WeightLoader.of(files, manager, placement.type())) {
      List<Block> blocks = stack.load(config, weights, placement.type().scalarType());
      weights.requireAllRead(
          files.names().stream()
              .filter(name -> others.stream().anyMatch(name::startsWith))
              .toArray(String[]::new));
      return new VaeHalf(config, manager, blocks);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  VaeConfig config() {
    return config;
  }

  /** A manager on the weights' device for what is computed on the way, under {@code scope}. */
  NDManager work(NDManager scope) {
    return scope.newSubManager(manager.getDevice());
  }

  /** What the last block makes of {@code input}, 32-bit, in {@code work}. */
  NDArray run(NDManager work, NDArray input) {
    NDArray x = input;
    for (Block block : blocks) {
      NDArray next = runner.run(work, Mode.INFERENCE, block, x);
      if (x != input) {
        x.close();
      }
      x = next;
    }
    return x.getDataType() == DataType.FLOAT32 ? x : x.toType(DataType.FLOAT32, false);
  }

  @Override
  public void close() {
    runner.close();
    manager.close();
  }
}
