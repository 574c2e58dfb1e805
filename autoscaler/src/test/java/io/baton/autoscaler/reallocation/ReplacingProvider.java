package io.baton.autoscaler.reallocation;

import io.baton.autoscaler.pool.InstanceId;
import io.baton.autoscaler.pool.PoolProvider;
import io.baton.autoscaler.pool.ProviderException;
import io.baton.autoscaler.pool.ProviderFault;
import io.baton.autoscaler.pool.ProviderView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Runs a fleet on paper; an instance that is ended is gone at once. */
final class ReplacingProvider implements PoolProvider {
  final List<InstanceId> replaced = new ArrayList<>();
  final List<InstanceId> removed = new ArrayList<>();
  Optional<InstanceId> refuses = Optional.empty();

  private final FleetOnPaper fleet;

  ReplacingProvider(FleetOnPaper fleet) {
    this.fleet = fleet;
  }

  @Override
  public String name() {
    return "paper";
  }

  @Override
  public ProviderView look() {
    return fleet.view();
  }

  @Override
  public void grow(int count) {
    throw new AssertionError("the reconciler's business");
  }

  @Override
  public void withdraw(int count) {
    throw new AssertionError("the reconciler's business");
  }

  @Override
  public void remove(Collection<InstanceId> instances) {
    fleet.nodes.removeIf(node -> instances.contains(node.instance));
    removed.addAll(instances);
  }

  @Override
  public void replace(InstanceId instance) {
    if (refuses.equals(Optional.of(instance))) {
      throw new ProviderException(ProviderFault.REFUSED, "A rollout is under way.");
    }
    fleet.nodes.removeIf(node -> node.instance.equals(instance));
    replaced.add(instance);
  }

  @Override
  public void close() {}
}
