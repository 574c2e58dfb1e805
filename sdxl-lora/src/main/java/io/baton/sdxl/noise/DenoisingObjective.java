package io.baton.sdxl.noise;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/** How a UNet learns to take noise away: its noise levels, each as likely as the others. */
public final class DenoisingObjective {

  private final List<NoiseLevel> levels;

  public DenoisingObjective(List<NoiseLevel> levels) {
    this.levels = List.copyOf(levels);
  }

  /** Number of levels: a row's level is 0 to this, exclusive. */
  public int levels() {
    return levels.size();
  }

  public NoiseLevel level(int index) {
    return levels.get(index);
  }

  /** What the UNet is told of each row's level, [B]. */
  public float[] timesteps(int... rows) {
    return coefficients(rows, NoiseLevel::timestep);
  }

  /**
   * The noisy samples.
   *
   * @param sample [B, …], clean
   * @param noise of the same shape
   * @param rows the level of each row
   */
  public NDArray noisy(NDArray sample, NDArray noise, int... rows) {
    return sum(sample, NoiseLevel::sample, noise, NoiseLevel::noise, rows);
  }

  /** What the UNet sees of noisy samples. */
  public NDArray input(NDArray noisy, int... rows) {
    return scaled(noisy, NoiseLevel::input, rows);
  }

  /** What is compared with the target; gradients flow through it to the UNet's output. */
  public NDArray prediction(NDArray noisy, NDArray output, int... rows) {
    return sum(noisy, NoiseLevel::skip, output, NoiseLevel::output, rows);
  }

  /** What the prediction is compared with. */
  public NDArray target(NDArray sample, NDArray noise, int... rows) {
    return sum(sample, NoiseLevel::targetSample, noise, NoiseLevel::targetNoise, rows);
  }

  private NDArray sum(
      NDArray first,
      ToDoubleFunction<NoiseLevel> firstFactor,
      NDArray second,
      ToDoubleFunction<NoiseLevel> secondFactor,
      int... rows) {
    if (all(rows, firstFactor, 0)) {
      return scaled(second, secondFactor, rows);
    }
    if (all(rows, secondFactor, 0)) {
      return scaled(first, firstFactor, rows);
    }
    return scaled(first, firstFactor, rows).add(scaled(second, secondFactor, rows));
  }

  private NDArray scaled(NDArray tensor, ToDoubleFunction<NoiseLevel> factor, int... rows) {
    if (all(rows, factor, 1)) {
      return tensor;
    }
    long[] shape = new long[tensor.getShape().dimension()];
    Arrays.fill(shape, 1);
    shape[0] = rows.length;
    return tensor.mul(tensor.getManager().create(coefficients(rows, factor), new Shape(shape)));
  }

  private boolean all(int[] rows, ToDoubleFunction<NoiseLevel> factor, double value) {
    return Arrays.stream(rows).allMatch(row -> factor.applyAsDouble(levels.get(row)) == value);
  }

  private float[] coefficients(int[] rows, ToDoubleFunction<NoiseLevel> factor) {
    float[] coefficients = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      coefficients[i] = (float) factor.applyAsDouble(levels.get(rows[i]));
    }
    return coefficients;
  }
}
