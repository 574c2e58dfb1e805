package io.baton.sdxl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.baton.sdxl.noise.DenoisingObjective;
import java.util.OptionalDouble;

/**
 * How far a prediction is from its target: Σ over rows of coefficient · mean over the row of
 * (prediction - target)².
 *
 * <p>An instance row's coefficient is the weight of its noise level over the number of instance
 * rows. With prior preservation the second half of the rows is of the class; their coefficient is
 * the prior's weight times that of the noise level for such rows, over their number.
 *
 * @param priorLossWeight weight of the class rows; no class rows where empty
 */
record DenoisingLoss(DenoisingObjective objective, OptionalDouble priorLossWeight) {

  /**
   * @param prediction [B, C, H, W]
   * @param target of the same shape
   * @param levels of the rows
   * @return the loss, a scalar that gradients flow through to the prediction
   */
  NDArray of(NDArray prediction, NDArray target, int[] levels) {
    NDArray squares = prediction.sub(target).square();
    NDArray rows = squares.reshape(levels.length, -1).mean(new int[] {1});
    float[] coefficients = coefficients(levels);
    NDArray weights = rows.getManager().create(coefficients, new Shape(coefficients.length));
    return rows.mul(weights).sum();
  }

  private float[] coefficients(int[] levels) {
    int rows = levels.length;
    int instances = priorLossWeight.isPresent() ? rows / 2 : rows;
    float[] coefficients = new float[rows];
    for (int row = 0; row < rows; row++) {
      coefficients[row] =
          row < instances
              ? (float) (objective.level(levels[row]).weight() / instances)
              : (float)
                  (priorLossWeight.orElseThrow()
                      * objective.level(levels[row]).priorWeight()
                      / (rows - instances));
    }
    return coefficients;
  }
}
