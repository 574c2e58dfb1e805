package io.baton.protocol.work;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.PoolName;
import java.util.Optional;

/**
 * A node asks for work. The answer is a {@link Grant}, or 204 when there is none.
 *
 * @param node who asks; the same over all restarts
 * @param pool the pool it belongs to
 * @param host where it runs, for people, 1 to 255 characters
 * @param processId of the agent on that host, at least 1
 * @param capabilities what it can do
 * @param keeps work of a lost attempt that only this node has: it gets that job first; absent: none
 * @param waitSeconds how long the answer may wait for work, 0 to 30 seconds; default 0
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record WorkRequest(
    NodeId node,
    PoolName pool,
    String host,
    long processId,
    NodeCapabilities capabilities,
    Optional<KeptWork> keeps,
    Optional<Integer> waitSeconds) {
  public static final int MAX_WAIT_SECONDS = 30;

  public WorkRequest {
    Fields.required("node", node);
    Fields.required("pool", pool);
    Fields.text("host", host, 255);
    Fields.inRange("processId", processId, 1, Long.MAX_VALUE);
    Fields.required("capabilities", capabilities);
    keeps = Fields.orDefault(keeps, Optional.empty());
    waitSeconds = Fields.orDefault(waitSeconds, Optional.empty());
    waitSeconds.ifPresent(seconds -> Fields.inRange("waitSeconds", seconds, 0, MAX_WAIT_SECONDS));
  }

  public WorkRequest(
      NodeId node,
      PoolName pool,
      String host,
      long processId,
      NodeCapabilities capabilities,
      Optional<Integer> waitSeconds) {
    this(node, pool, host, processId, capabilities, Optional.empty(), waitSeconds);
  }
}
