package io.baton.sdxl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.baton.sdxl.random.Purpose;
import io.baton.sdxl.random.RandomStream;

/**
 * The noise that the UNet learns to find: normal numbers, and for each channel of each row one more
 * that all of it shares (noise offset; Guttenberg, "Diffusion with offset noise", 2023), so that
 * the brightness of a whole image is learned.
 *
 * @param offset deviation of the shared number; 0 for none
 */
record TrainingNoise(long seed, double offset) {

  /**
   * @param shape [B, channels, height, width]
   */
  NDArray draw(NDManager scope, Shape shape, long microStep) {
    int rows = (int) shape.get(0);
    int channels = (int) shape.get(1);
    float[] noise = new float[(int) shape.size()];
    int perRow = noise.length / rows;
    for (int row = 0; row < rows; row++) {
      stream(Purpose.NOISE, microStep, row).fillGaussian(noise, row * perRow, (row + 1) * perRow);
      if (offset > 0) {
        float[] shared = new float[channels];
        stream(Purpose.NOISE_OFFSET, microStep, row).fillGaussian(shared, 0, channels);
        shift(noise, row * perRow, perRow / channels, shared);
      }
    }
    return scope.create(noise, shape);
  }

  private void shift(float[] noise, int from, int perChannel, float... shared) {
    for (int channel = 0; channel < shared.length; channel++) {
      for (int i = 0; i < perChannel; i++) {
        noise[from + channel * perChannel + i] += (float) (offset * shared[channel]);
      }
    }
  }

  private RandomStream stream(Purpose purpose, long microStep, int row) {
    return new RandomStream(seed, purpose, microStep, row);
  }
}
