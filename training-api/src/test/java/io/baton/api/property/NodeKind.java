package io.baton.api.property;

import io.baton.protocol.job.BaseModel;
import io.baton.protocol.label.Labels;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.work.NodeCapabilities;
import io.baton.protocol.work.WorkRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Nodes that differ in what they can do and have; together they can do everything. */
enum NodeKind {
  CPU(Optional.empty(), 0, Map.of(), "tiny"),
  SMALL_GPU(Optional.of("rtx 3060"), 12, Map.of("zone", "eu"), "tiny", "other"),
  LARGE_GPU(Optional.of("RTX 4090"), 24, Map.of("zone", "eu", "disk", "fast"), "other"),
  DATA_CENTER_GPU(Optional.of("A100"), 80, Map.of("zone", "us"));

  private final NodeCapabilities capabilities;

  NodeKind(Optional<String> gpu, long gibibytes, Map<String, String> labels, String... models) {
    this.capabilities =
        new NodeCapabilities(
            gpu,
            gpu.map(name -> gibibytes << 30),
            List.of(models).stream().map(BaseModel::new).toList(),
            new Labels(labels));
  }

  NodeCapabilities capabilities() {
    return capabilities;
  }

  WorkRequest asking(String prefix) {
    return new WorkRequest(
        new NodeId(prefix + "-" + ordinal()),
        new PoolName("local"),
        "localhost",
        1,
        capabilities,
        Optional.empty());
  }
}
