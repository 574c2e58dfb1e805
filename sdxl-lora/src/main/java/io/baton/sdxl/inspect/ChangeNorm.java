package io.baton.sdxl.inspect;

import io.baton.sdxl.lorafile.LoraModule;

/**
 * L2 norm of what a LoRA adds to a module's weight, s · U · D, without that matrix: the square is
 * s² · Σ (UᵀU ∘ DDᵀ), two matrices of rank × rank.
 */
final class ChangeNorm {

  private ChangeNorm() {}

  static double of(LoraModule module) {
    int rank = module.rank();
    float[] down = module.down().floats();
    float[] up = module.up().floats();
    int inputs = down.length / rank;
    int outputs = up.length / rank;
    double sum = 0;
    for (int i = 0; i < rank; i++) {
      for (int j = 0; j <= i; j++) {
        double downs = 0;
        for (int k = 0; k < inputs; k++) {
          downs += (double) down[i * inputs + k] * down[j * inputs + k];
        }
        double ups = 0;
        for (int k = 0; k < outputs; k++) {
          ups += (double) up[k * rank + i] * up[k * rank + j];
        }
        sum += (i == j ? 1 : 2) * downs * ups;
      }
    }
    // Rounding may leave a zero a little below itself.
    return Math.abs(module.scale()) * Math.sqrt(Math.max(0, sum));
  }
}
