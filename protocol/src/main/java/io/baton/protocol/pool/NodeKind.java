package io.baton.protocol.pool;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import io.baton.protocol.job.NodeRequirements;
import io.baton.protocol.label.Labels;
import io.baton.protocol.work.NodeCapabilities;
import java.util.List;
import java.util.Optional;

/**
 * What the nodes of a pool are.
 *
 * @param gpus product names, of which a node's GPU is one, whatever the case; at most 32 of 200
 *     characters; default: nothing is promised
 * @param gpuMemoryBytes memory that each GPU has at least, 1 to 2^50 bytes; default: nothing is
 *     promised
 * @param labels labels that each node has; default: none
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record NodeKind(List<String> gpus, Optional<Long> gpuMemoryBytes, Labels labels) {
  private static final long MAX_BYTES = 1L << 50;

  public NodeKind {
    gpus = Fields.listOrEmpty(gpus);
    Fields.inRange("gpus", gpus.size(), 0, 32);
    gpus.forEach(gpu -> Fields.text("gpus", gpu, 200));
    gpuMemoryBytes = Fields.orEmpty(gpuMemoryBytes);
    gpuMemoryBytes.ifPresent(bytes -> Fields.inRange("gpuMemoryBytes", bytes, 1L, MAX_BYTES));
    labels = Fields.orDefault(labels, Labels.NONE);
  }

  /** Whether a node is what was promised. */
  public boolean metBy(NodeCapabilities node) {
    return new NodeRequirements(gpus, gpuMemoryBytes, labels).metBy(node);
  }
}
