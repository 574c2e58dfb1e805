package io.baton.node.gpu;

import io.baton.node.config.ConfigException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The GPU that an agent trains on.
 *
 * @param gpu empty: it trains on its CPU
 * @param trainerEnvironment what makes the trainer see that GPU alone
 */
public record GpuChoice(Optional<Gpu> gpu, Map<String, String> trainerEnvironment) {
  static final String VISIBLE = "CUDA_VISIBLE_DEVICES";

  public GpuChoice {
    trainerEnvironment = Map.copyOf(trainerEnvironment);
  }

  /**
   * Chooses.
   *
   * @param present the machine's GPUs
   * @param wanted the index that the node was given; empty: the first that is visible
   * @param visible CUDA's own choice, which the agent was started with
   * @throws ConfigException if there is no such GPU
   */
  public static GpuChoice of(
      List<Gpu> present, Optional<Integer> wanted, Optional<String> visible) {
    if (wanted.isPresent()) {
      int index = wanted.get();
      Gpu gpu = require(index, present);
      return new GpuChoice(
          Optional.of(gpu),
          // CUDA counts the fastest first unless it is told to count as nvidia-smi does.
          Map.of(VISIBLE, Integer.toString(index), "CUDA_DEVICE_ORDER", "PCI_BUS_ID"));
    }
    Optional<Gpu> first =
        visible.isPresent() ? firstVisible(present, visible.get()) : present.stream().findFirst();
    return new GpuChoice(first, Map.of());
  }

  /** The GPU of an index. */
  static Gpu require(int index, List<Gpu> present) {
    return present.stream()
        .filter(each -> each.index() == index)
        .findFirst()
        .orElseThrow(() -> missing(index, present));
  }

  /** The GPU that an index or the beginning of a UUID names; {@code -1} and nothing name none. */
  private static Optional<Gpu> firstVisible(List<Gpu> present, String visible) {
    String name = visible.split(",", -1)[0].strip().toLowerCase(Locale.ROOT);
    if (name.isEmpty()) {
      return Optional.empty();
    }
    return present.stream()
        .filter(
            gpu ->
                name.equals(Integer.toString(gpu.index()))
                    || (name.startsWith("gpu-")
                        && gpu.uuid().toLowerCase(Locale.ROOT).startsWith(name)))
        .findFirst();
  }

  private static ConfigException missing(int index, List<Gpu> present) {
    return new ConfigException(
        present.isEmpty()
            ? "There is no GPU " + index + ": nvidia-smi tells of none; see that the driver works."
            : "There is no GPU "
                + index
                + "; there are "
                + present.stream()
                    .map(gpu -> gpu.index() + " (" + gpu.name() + ")")
                    .collect(Collectors.joining(", "))
                + ".");
  }
}
