package io.baton.protocol.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import io.baton.protocol.label.Labels;
import io.baton.protocol.work.NodeCapabilities;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which nodes may take a job; a job without any goes to every node.
 *
 * @param gpus product names, of which the node's GPU must be one, whatever the case; at most 32 of
 *     200 characters; default: any node, also one without a GPU
 * @param minGpuMemoryBytes memory that the node's GPU must have, 1 to 2^50 bytes; default: any
 * @param nodeLabels labels that the node must have, all of them; default: none
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record NodeRequirements(
    List<String> gpus, Optional<Long> minGpuMemoryBytes, Labels nodeLabels) {
  public static final NodeRequirements NONE =
      new NodeRequirements(List.of(), Optional.empty(), Labels.NONE);

  /** What nodes bear whose operators allow commands, and what every job that runs one requires. */
  public static final Labels COMMANDS_ALLOWED = new Labels(Map.of("baton.commands", "allowed"));

  /**
   * What nodes bear whose trainer draws images, and what every job that only draws some requires.
   */
  public static final Labels SAMPLES_DRAWN = new Labels(Map.of("baton.samples", "drawn"));

  private static final long MAX_BYTES = 1L << 50;

  public NodeRequirements {
    gpus = Fields.listOrEmpty(gpus);
    Fields.inRange("gpus", gpus.size(), 0, 32);
    gpus.forEach(gpu -> Fields.text("gpus", gpu, 200));
    minGpuMemoryBytes = Fields.orDefault(minGpuMemoryBytes, Optional.empty());
    minGpuMemoryBytes.ifPresent(bytes -> Fields.inRange("minGpuMemoryBytes", bytes, 1L, MAX_BYTES));
    nodeLabels = Fields.orDefault(nodeLabels, Labels.NONE);
  }

  /** The same with more labels that the node must have. */
  public NodeRequirements with(Labels more) {
    return new NodeRequirements(gpus, minGpuMemoryBytes, nodeLabels.with(more));
  }

  /** Whether a node can take the job. */
  public boolean metBy(NodeCapabilities node) {
    return (gpus.isEmpty() || node.gpu().filter(this::names).isPresent())
        && (minGpuMemoryBytes.isEmpty()
            || node.gpuMemoryBytes().orElse(0L) >= minGpuMemoryBytes.get())
        && nodeLabels.allIn(node.labels());
  }

  private boolean names(String gpu) {
    String wanted = gpu.toLowerCase(Locale.ROOT);
    return gpus.stream().anyMatch(each -> each.toLowerCase(Locale.ROOT).equals(wanted));
  }
}
