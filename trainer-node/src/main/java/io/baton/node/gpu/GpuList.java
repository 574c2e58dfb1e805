package io.baton.node.gpu;

import io.baton.node.config.ConfigException;
import java.util.List;
import java.util.stream.Stream;

/** The GPUs that get an agent each: {@code all}, or indexes with commas. */
public final class GpuList {
  private static final String ALL = "all";

  private GpuList() {}

  /**
   * Reads it.
   *
   * @param present the machine's GPUs
   * @throws ConfigException if it is something else, or names a GPU that is not there
   */
  public static List<Integer> parse(String text, List<Gpu> present) {
    if (text.equals(ALL)) {
      if (present.isEmpty()) {
        throw new ConfigException(
            "--gpus all: nvidia-smi tells of no GPU; see that the driver works, or leave the option"
                + " out to train on the CPU.");
      }
      return present.stream().map(Gpu::index).toList();
    }
    if (!text.matches("[0-9]{1,4}(,[0-9]{1,4})*")) {
      throw new ConfigException(
          "--gpus must be 'all' or numbers of GPUs such as 0,1, not '" + text + "'.");
    }
    List<Integer> indexes = Stream.of(text.split(",")).map(Integer::valueOf).distinct().toList();
    for (int index : indexes) {
      GpuChoice.require(index, present);
    }
    return indexes;
  }
}
