package io.baton.sdxl.lora;

import java.util.List;
import java.util.Optional;

/**
 * The statements by which a script adds its adapters: y + scale · (x downᵀ) upᵀ. The adapters are
 * the script's list {@code a}: down, up of the first adapted projection, then of the next.
 */
public final class AdapterScript {

  private static final int FLOAT32 = 6;

  private final List<Optional<LoraLayer>> layers;
  private final int scalarType;

  /**
   * @param layers one for each projection, in the script's order
   * @param scalarType libtorch's number of the type that the model computes in
   */
  public AdapterScript(List<Optional<LoraLayer>> layers, int scalarType) {
    this.layers = layers;
    this.scalarType = scalarType;
  }

  public boolean isEmpty() {
    return layers.stream().allMatch(Optional::isEmpty);
  }

  /** Statements that add projection {@code index}'s adapter of {@code x} to {@code y}, if any. */
  public String add(String y, String x, int index) {
    if (layers.get(index).isEmpty()) {
      return "";
    }
    int position = 2 * (int) layers.subList(0, index).stream().flatMap(Optional::stream).count();
    double scale = layers.get(index).get().scale();
    String update =
        "torch.linear(torch.linear(%s, %s), %s)"
            .formatted(x, matrix(position), matrix(position + 1));
    return scale == 1
        ? "%1$s = torch.add(%1$s, %2$s)\n".formatted(y, update)
        : "%1$s = torch.add(%1$s, %2$s, alpha=%3$s)\n".formatted(y, update, scale);
  }

  // The 32-bit master weights are rounded for half-precision products; gradients stay 32-bit.
  private String matrix(int position) {
    String matrix = "a[%d]".formatted(position);
    return scalarType == FLOAT32 ? matrix : "torch.to(%s, %d)".formatted(matrix, scalarType);
  }
}
