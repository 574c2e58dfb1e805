package io.baton.sdxl.block;

import ai.djl.ndarray.NDArray;
import io.baton.sdxl.model.WeightLoader;
import java.util.ArrayList;
import java.util.List;

/** Collects a block's weights, layer by layer, in the order in which its script takes them. */
public final class BlockWeights {

  private final WeightLoader loader;
  private final List<NDArray> tensors = new ArrayList<>();

  public BlockWeights(WeightLoader loader) {
    this.loader = loader;
  }

  /** Weight and bias of a normalization. */
  public BlockWeights norm(String name, int channels) {
    tensors.add(loader.load(name + ".weight", channels));
    tensors.add(loader.load(name + ".bias", channels));
    return this;
  }

  /** Weight and bias of a linear layer. */
  public BlockWeights linear(String name, int in, int out) {
    return linearWithoutBias(name, in, out).tensor(name + ".bias", out);
  }

  /** Weight of a linear layer. */
  public BlockWeights linearWithoutBias(String name, int in, int out) {
    tensors.add(loader.loadMatrix(name + ".weight", out, in));
    return this;
  }

  /** Weight and bias of a convolution with a square kernel. */
  public BlockWeights convolution(String name, int in, int out, int kernel) {
    tensors.add(loader.load(name + ".weight", out, in, kernel, kernel));
    return tensor(name + ".bias", out);
  }

  /**
   * Weights of linear layers with the same input below each other, as one.
   *
   * @param out features of each layer
   */
  public BlockWeights stackedWithoutBias(List<String> names, int in, int out) {
    tensors.add(loader.stackMatrices(suffixed(names, ".weight"), out, in));
    return this;
  }

  /** Weights, and then biases, of linear layers with the same input below each other, as one. */
  public BlockWeights stacked(List<String> names, int in, int out) {
    stackedWithoutBias(names, in, out);
    tensors.add(loader.stackVectors(suffixed(names, ".bias"), out));
    return this;
  }

  private static List<String> suffixed(List<String> names, String suffix) {
    return names.stream().map(name -> name + suffix).toList();
  }

  /** Any tensor. */
  public BlockWeights tensor(String name, long... shape) {
    tensors.add(loader.load(name, shape));
    return this;
  }

  public List<NDArray> list() {
    return List.copyOf(tensors);
  }
}
