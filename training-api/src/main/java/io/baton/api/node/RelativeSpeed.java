package io.baton.api.node;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** How fast a node is beside others with the same GPU at the same work. */
public final class RelativeSpeed {
  private RelativeSpeed() {}

  /**
   * The median, over the classes of work, of the node's speed as a multiple of its peers' median.
   * Empty where no class has peers.
   */
  public static Optional<Double> of(List<ClassSpeed> classes) {
    OptionalDouble median =
        median(
            classes.stream()
                .filter(each -> !each.peers().isEmpty())
                .map(each -> each.own() / median(each.peers()).getAsDouble())
                .toList());
    return median.isPresent() ? Optional.of(median.getAsDouble()) : Optional.empty();
  }

  private static OptionalDouble median(List<Double> values) {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    if (sorted.isEmpty()) {
      return OptionalDouble.empty();
    }
    return OptionalDouble.of(
        sorted.size() % 2 == 1
            ? sorted.get(middle)
            : (sorted.get(middle - 1) + sorted.get(middle)) / 2);
  }

  /**
   * One class of work, in optimizer steps a second.
   *
   * @param own the node's speed
   * @param peers the speeds of the other nodes with the same GPU
   */
  public record ClassSpeed(double own, List<Double> peers) {
    public ClassSpeed {
      peers = List.copyOf(peers);
    }
  }
}
