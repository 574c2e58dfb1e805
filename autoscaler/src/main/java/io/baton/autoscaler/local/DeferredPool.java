package io.baton.autoscaler.local;

import io.baton.autoscaler.pool.InstanceId;
import io.baton.autoscaler.pool.PoolProvider;
import io.baton.autoscaler.pool.ProviderView;
import java.util.Collection;
import java.util.List;
import java.util.function.Supplier;

/**
 * A local pool that takes its directory when it is first asked anything. So an autoscaler that only
 * stands by leaves the directory, and the nodes in it, to the one that acts.
 */
final class DeferredPool implements PoolProvider {
  private final Supplier<LocalPool> opening;
  private LocalPool pool;

  DeferredPool(Supplier<LocalPool> opening) {
    this.opening = opening;
  }

  private LocalPool pool() {
    if (pool == null) {
      pool = opening.get();
    }
    return pool;
  }

  @Override
  public String name() {
    return LocalPool.NAME;
  }

  @Override
  public ProviderView look() {
    return pool().look();
  }

  @Override
  public void grow(int count) {
    pool().grow(count);
  }

  @Override
  public void withdraw(int count) {
    pool().withdraw(count);
  }

  @Override
  public void remove(Collection<InstanceId> instances) {
    pool().remove(instances);
  }

  @Override
  public void replace(InstanceId instance) {
    pool().replace(instance);
  }

  @Override
  public List<InstanceId> removable(List<InstanceId> candidates) {
    return pool().removable(candidates);
  }

  @Override
  public void close() {
    if (pool != null) {
      pool.close();
    }
  }
}
