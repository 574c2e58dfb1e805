package io.baton.autoscaler.rest;

import io.baton.autoscaler.pool.Instance;
import io.baton.autoscaler.reconcile.AutoscalerService;
import io.baton.autoscaler.reconcile.PoolSnapshot;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;

/** What the provider runs. */
@Path("/v1/instances")
public class InstancesResource {
  private final AutoscalerService service;

  InstancesResource(AutoscalerService service) {
    this.service = service;
  }

  /** Every instance that ran at the last tick, oldest first. */
  @GET
  public List<InstanceView> instances() {
    PoolSnapshot snapshot = service.reconciler().snapshot();
    return snapshot.instances().stream()
        .map(i -> InstanceView.of(i, stateIn(snapshot, i)))
        .toList();
  }

  private static InstanceView.State stateIn(PoolSnapshot snapshot, Instance instance) {
    return switch (instance.state()) {
      case PENDING -> InstanceView.State.PENDING;
      case STOPPING -> InstanceView.State.STOPPING;
      case RUNNING ->
          instance.node().filter(snapshot.busy()::contains).isPresent()
              ? InstanceView.State.BUSY
              : InstanceView.State.IDLE;
    };
  }
}
