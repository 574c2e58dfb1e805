package io.baton.sdxl.lora;

import io.baton.sdxl.block.Mode;
import io.baton.sdxl.torch.ScriptLibrary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The statements by which a script adds its adapters to what its frozen projections gave; x and y
 * are matrices of one token a row. The frozen weights are the script's list {@code w}, the adapters
 * its list {@code a}: the tensors of the first adapted projection, then of the next.
 */
public final class AdapterScript {

  private static final int FLOAT32 = 6;

  private final ScriptLibrary library;
  private final Mode mode;
  private final int scalarType;
  private final List<FrozenProjection> projections;
  private final List<Optional<LoraLayer>> layers;

  /**
   * @param library that gets the functions which the statements call
   * @param scalarType libtorch's number of the type that the model computes in
   * @param projections in the script's order
   * @param layers one for each projection
   */
  AdapterScript(
      ScriptLibrary library,
      Mode mode,
      int scalarType,
      List<FrozenProjection> projections,
      List<Optional<LoraLayer>> layers) {
    this.library = library;
    this.mode = mode;
    this.scalarType = scalarType;
    this.projections = projections;
    this.layers = layers;
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
    List<Adapter> adapted = new ArrayList<>();
    for (int i = 0; i < outputs.length; i++) {
      if (layers.get(first + i).isPresent()) {
        adapted.add(adapter(first + i, outputs[i]));
      }
    }
    if (adapted.isEmpty()) {
      return "";
    }
    boolean dropout = mode == Mode.TRAINING && adapted.get(0).layer().dropout().isPresent();
    StringBuilder script = new StringBuilder();
    if (!dropout) {
      script.append(down(x, adapted));
    }
    for (Adapter each : adapted) {
      String seen = x;
      if (dropout) {
        seen = "seen" + each.index();
        script.append(drop(x, seen, each)).append(down(seen, List.of(each)));
      }
      script.append(each.layer().magnitude().isPresent() ? dora(seen, dropout, each) : up(each));
    }
    return script.toString();
  }

  /** One adapted projection: its number in the script, its output, and its first tensor in a. */
  private record Adapter(
      int index, String output, FrozenProjection projection, LoraLayer layer, int tensor) {

    String down() {
      return "a[%d]".formatted(tensor);
    }

    String up() {
      return "a[%d]".formatted(tensor + 1);
    }

    String magnitude() {
      return "a[%d]".formatted(tensor + 2);
    }

    String squaredNorms() {
      return "a[%d]".formatted(tensor + 3);
    }

    String dropoutKey() {
      return "a[%d]".formatted(layer.magnitude().isPresent() ? tensor + 4 : tensor + 2);
    }

    String low() {
      return "low" + index;
    }
  }

  private Adapter adapter(int index, String output) {
    int tensor =
        layers.subList(0, index).stream()
            .flatMap(Optional::stream)
            .mapToInt(layer -> layer.tensors().size())
            .sum();
    return new Adapter(
        index, output, projections.get(index), layers.get(index).orElseThrow(), tensor);
  }

  private String drop(String x, String seen, Adapter adapter) {
    double probability = adapter.layer().dropout().orElseThrow().probability();
    return "%s = self.%s(%s, %s)\n"
        .formatted(seen, DropoutScript.add(library, probability), x, adapter.dropoutKey());
  }

  // One product for all: their down matrices lie below each other. Not at rank 1: the parts of that
  // product are vectors with gaps, and libtorch 2.7.1 multiplies such bfloat16 vectors wrong.
  private String down(String x, List<Adapter> adapted) {
    long rank = adapted.get(0).layer().down().getShape().get(0);
    if (adapted.size() == 1 || rank == 1) {
      return adapted.stream()
          .map(
              each ->
                  "%s = torch.mm(%s, torch.t(%s))\n".formatted(each.low(), x, cast(each.down())))
          .collect(Collectors.joining());
    }
    List<String> matrices = adapted.stream().map(each -> cast(each.down())).toList();
    return "%s, = torch.split(torch.mm(%s, torch.t(torch.cat([%s]))), %d, 1)\n"
        .formatted(
            String.join(", ", adapted.stream().map(Adapter::low).toList()),
            x,
            String.join(", ", matrices),
            rank);
  }

  // y + scale · low upᵀ
  private String up(Adapter adapter) {
    return "%1$s = torch.addmm(%1$s, %2$s, torch.t(%3$s), alpha=%4$s)\n"
        .formatted(adapter.output(), adapter.low(), cast(adapter.up()), adapter.layer().scale());
  }

  // y + (gain - 1) ∘ (x Wᵀ) + low (scale · gain ∘ up)ᵀ: gain - 1 is small, so that it is rounded to
  // half precision only by itself.
  private String dora(String seen, boolean dropout, Adapter adapter) {
    FrozenProjection projection = adapter.projection();
    String frozen;
    if (dropout) {
      frozen = "torch.mm(%s, torch.t(%s))".formatted(seen, projection.weightExpression());
    } else if (projection.bias().isPresent()) {
      frozen = "torch.sub(%s, %s)".formatted(adapter.output(), projection.biasExpression());
    } else {
      frozen = adapter.output();
    }
    double scale = adapter.layer().scale();
    return """
    gain = self.GAIN(WEIGHT, DOWN, UP, MAGNITUDE, NORMS)
    OUTPUT = torch.addcmul(OUTPUT, FROZEN, LESS)
    OUTPUT = torch.addmm(OUTPUT, LOW, torch.t(GAINED), alpha=SCALE)
    """
        .replace("GAIN(", DoraScript.add(library, scale) + "(")
        .replace("WEIGHT", projection.weightExpression())
        .replace("DOWN", adapter.down())
        .replace("UP", adapter.up())
        .replace("MAGNITUDE", adapter.magnitude())
        .replace("NORMS", adapter.squaredNorms())
        .replace("FROZEN", frozen)
        .replace("LESS", cast("torch.sub(gain, 1.0)"))
        .replace("LOW", adapter.low())
        .replace("GAINED", cast("torch.mul(%s, torch.unsqueeze(gain, 1))".formatted(adapter.up())))
        .replace("SCALE", String.valueOf(scale))
        .replace("OUTPUT", adapter.output());
  }

  // The 32-bit master weights are rounded for half-precision products; gradients stay 32-bit.
  private String cast(String matrix) {
    return scalarType == FLOAT32 ? matrix : "torch.to(%s, %d)".formatted(matrix, scalarType);
  }
}
