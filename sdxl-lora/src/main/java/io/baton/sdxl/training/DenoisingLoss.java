package io.baton.sdxl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.baton.sdxl.noise.NoiseSchedule;
import java.util.OptionalDouble;

/**
 * How far a prediction is from its target: Σ over rows of coefficient · mean over the row of
 * (prediction - target)².
 *
 * <p>An instance row's coefficient is its min-SNR weight (Hang et al., "Efficient diffusion
 * training via min-SNR weighting strategy", 2023), or 1, over the number of instance rows. With
 * prior preservation the second half of the rows is of the class; their coefficient is the prior's
 * weight over their number, whatever their timesteps.
 *
 * @param snrGamma γ of min-SNR; plain where empty
 * @param priorLossWeight weight of the class rows; no class rows where empty
 */
record DenoisingLoss(
    NoiseSchedule schedule, OptionalDouble snrGamma, OptionalDouble priorLossWeight) {

  /**
   * @param prediction [B, C, H, W]
   * @param target of the same shape
   * @param timesteps [B]
   * @return the loss, a scalar that gradients flow through to the prediction
   */
  NDArray of(NDArray prediction, NDArray target, int[] timesteps) {
    NDArray squares = prediction.sub(target).square();
    NDArray rows = squares.reshape(timesteps.length, -1).mean(new int[] {1});
    float[] coefficients = coefficients(timesteps);
    NDArray weights = rows.getManager().create(coefficients, new Shape(coefficients.length));
    return rows.mul(weights).sum();
  }

  private float[] coefficients(int[] timesteps) {
    int rows = timesteps.length;
    int instances = priorLossWeight.isPresent() ? rows / 2 : rows;
    float[] coefficients = new float[rows];
    for (int row = 0; row < rows; row++) {
      coefficients[row] =
          row < instances
              ? (float) (instanceWeight(timesteps[row]) / instances)
              : (float) (priorLossWeight.orElseThrow() / (rows - instances));
    }
    return coefficients;
  }

  private double instanceWeight(int timestep) {
    return snrGamma.isPresent() ? schedule.minimumSnrWeight(timestep, snrGamma.getAsDouble()) : 1;
  }
}
