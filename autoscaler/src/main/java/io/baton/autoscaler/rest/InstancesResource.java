package io.baton.autoscaler.rest;

import io.baton.autoscaler.pool.Instance;
import io.baton.autoscaler.reconcile.AutoscalerService;
import io.baton.autoscaler.reconcile.PoolStatus;
import io.baton.autoscaler.reconcile.PoolWorker;
import io.baton.protocol.node.NodeId;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** What the providers run. */
@Path("/v1/instances")
public class InstancesResource {
  private final AutoscalerService service;

  InstancesResource(AutoscalerService service) {
    this.service = service;
  }

  /** Every instance that there was at the last tick, by pool, the oldest first. */
  @GET
  public List<InstanceView> instances() {
    return service.workers().stream().flatMap(InstancesResource::of).toList();
  }

  private static Stream<InstanceView> of(PoolWorker worker) {
    PoolStatus status = worker.status();
    Set<NodeId> busy = status.busy();
    return status.view().instances().stream()
        .map(each -> InstanceView.of(worker.pool(), each, stateOf(each, busy)));
  }

  private static InstanceView.State stateOf(Instance instance, Set<NodeId> busy) {
    return switch (instance.state()) {
      case PENDING -> InstanceView.State.PENDING;
      case STOPPING -> InstanceView.State.STOPPING;
      case RUNNING ->
          instance.node().filter(busy::contains).isPresent()
              ? InstanceView.State.BUSY
              : InstanceView.State.IDLE;
    };
  }
}
