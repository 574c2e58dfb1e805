package io.baton.sdxl.lora;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The statements by which a script adds its adapters: y + scale · (x downᵀ) upᵀ, where x and y are
 * matrices of one token a row. The adapters are the script's list {@code a}: down, up of the first
 * adapted projection, then of the next.
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
    this.layers = List.copyOf(layers);
    this.scalarType = scalarType;
  }

  public boolean isEmpty() {
    return layers.stream().allMatch(Optional::isEmpty);
  }

  /**
   * Statements that add the adapters of projections of the same input.
   *
   * @param x the input's variable
   * @param first index of the first projection
   * @param outputs the variables of this projection's output and of the following ones'
   */
  public String add(String x, int first, String... outputs) {
    List<Integer> adapted = new ArrayList<>();
    for (int i = 0; i < outputs.length; i++) {
      if (layers.get(first + i).isPresent()) {
        adapted.add(i);
      }
    }
    if (adapted.isEmpty()) {
      return "";
    }
    StringBuilder script = new StringBuilder(down(x, first, adapted));
    for (int i : adapted) {
      script.append(
          "%1$s = torch.addmm(%1$s, low%2$d, torch.t(%3$s), alpha=%4$s)\n"
              .formatted(
                  outputs[i],
                  i,
                  matrix(2 * position(first + i) + 1),
                  layers.get(first + i).orElseThrow().scale()));
    }
    return script.toString();
  }

  // One product for all: their down matrices lie below each other.
  private String down(String x, int first, List<Integer> adapted) {
    List<String> matrices = adapted.stream().map(i -> matrix(2 * position(first + i))).toList();
    if (adapted.size() == 1) {
      return "low%d = torch.mm(%s, torch.t(%s))\n".formatted(adapted.get(0), x, matrices.get(0));
    }
    int rank =
        Math.toIntExact(layers.get(first + adapted.get(0)).orElseThrow().down().getShape().get(0));
    List<String> parts = adapted.stream().map(i -> "low" + i).toList();
    return "%s, = torch.split(torch.mm(%s, torch.t(torch.cat([%s]))), %d, 1)\n"
        .formatted(String.join(", ", parts), x, String.join(", ", matrices), rank);
  }

  // Among the adapted projections.
  private int position(int index) {
    return (int) layers.subList(0, index).stream().flatMap(Optional::stream).count();
  }

  // The 32-bit master weights are rounded for half-precision products; gradients stay 32-bit.
  private String matrix(int position) {
    String matrix = "a[%d]".formatted(position);
    return scalarType == FLOAT32 ? matrix : "torch.to(%s, %d)".formatted(matrix, scalarType);
  }
}
