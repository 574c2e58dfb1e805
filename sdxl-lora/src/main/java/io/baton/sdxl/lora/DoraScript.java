package io.baton.sdxl.lora;

import io.baton.sdxl.torch.ScriptLibrary;

/**
 * The function by which DoRA's magnitudes become factors of the output's features: magnitude / n
 * with n the L2 norm of each row of V = W + s·B·A, which counts as a constant for the gradients
 * (section 4.3 of the paper).
 *
 * <p>V itself is not made: row by row, ‖V‖² = ‖W‖² + 2s·((W Aᵀ) ∘ B) + s²·((B A Aᵀ) ∘ B), summed
 * over the rank. It is computed in 32 bits, whatever the model computes in.
 */
final class DoraScript {

  private DoraScript() {}

  /** The function's name: (W, down, up, magnitude, ‖W‖² by rows) to [out]. */
  static String add(ScriptLibrary library, double scale) {
    return library.add(
        "dora_gain",
        "weight: Tensor, down: Tensor, up: Tensor, magnitude: Tensor, squared: Tensor",
        """
        down = torch.detach(down)
        up = torch.detach(up)
        cross = torch.mm(torch.to(weight, 6), torch.t(down))
        own = torch.mm(up, torch.mm(down, torch.t(down)))
        sum = torch.add(torch.mul(cross, TWICE), own, alpha=SQUARE)
        squared = torch.add(squared, torch.sum(torch.mul(sum, up), [1]))
        return torch.div(magnitude, torch.sqrt(torch.clamp_min(squared, 1e-30)))
        """
            .replace("TWICE", String.valueOf(2 * scale))
            .replace("SQUARE", String.valueOf(scale * scale)));
  }
}
