package io.baton.sdxl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.baton.sdxl.initmodel.FormulaValues;
import java.util.List;

/**
 * What the goldens' training steps are made from: the same hidden states and pooled features,
 * whatever the captions, and a batch of two for each step.
 */
final class FormulaConditioning implements TextConditioning {

  private static final double SQRT_3 = 1.7320508;

  @Override
  public Encoded encode(NDManager scope, List<String> captions) {
    return new Encoded(tensor(scope, 1, 1, 2, 7, 64), tensor(scope, 2, 1, 2, 32));
  }

  /** The batch of step {@code s}, from 0; its tensors are {@code owner}'s. */
  static MicroBatch batch(NDManager owner, int s) {
    return new MicroBatch(
        tensor(owner, 10 + 4 * s, 1, 2, 4, 8, 8),
        tensor(owner, 11 + 4 * s, SQRT_3, 2, 4, 8, 8),
        new int[] {(137 * s + 50) % 1000, (613 * s + 420) % 1000},
        List.of("a caption", "another"),
        owner.create(new float[] {64, 48, 3, 5, 64, 64, 100, 90, 0, 7, 64, 64}, new Shape(2, 6)));
  }

  private static NDArray tensor(NDManager owner, int number, double scale, long... shape) {
    Shape dimensions = new Shape(shape);
    return owner.create(FormulaValues.input(number, (int) dimensions.size(), scale), dimensions);
  }

  @Override
  public void close() {}
}
