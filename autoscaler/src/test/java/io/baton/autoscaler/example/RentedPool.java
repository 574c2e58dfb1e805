package io.baton.autoscaler.example;

import io.baton.autoscaler.pool.Instance;
import io.baton.autoscaler.pool.InstanceId;
import io.baton.autoscaler.pool.InstanceState;
import io.baton.autoscaler.pool.PoolProvider;
import io.baton.autoscaler.pool.PoolProviderFactory;
import io.baton.autoscaler.pool.ProviderException;
import io.baton.autoscaler.pool.ProviderFault;
import io.baton.autoscaler.pool.ProviderSettings;
import io.baton.autoscaler.pool.ProviderView;
import io.baton.protocol.node.NodeId;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.UncheckedIOException;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Runs nodes on machines that are rented one by one. */
final class RentedPool implements PoolProvider {
  static final String NAME = "rented";

  private final String pool;
  private final Rental rental;
  private int wish;

  RentedPool(String pool, Rental rental) {
    this.pool = pool;
    this.rental = rental;
    // What an autoscaler before this one has rented goes on.
    wish = running().size();
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public ProviderView look() {
    Optional<String> shortage = rentMissing();
    return new ProviderView(wish, machines().stream().map(RentedPool::instance).toList(), shortage);
  }

  /** Machines that broke down are followed by others here, too. */
  private Optional<String> rentMissing() {
    try {
      for (int missing = wish - running().size(); missing > 0; missing--) {
        rental.rent(pool);
      }
      return Optional.empty();
    } catch (Rental.SoldOutException e) {
      return Optional.of(e.getMessage());
    }
  }

  private static Instance instance(Rental.Machine machine) {
    return new Instance(
        new InstanceId(machine.id()),
        Optional.of(new NodeId(machine.id())),
        machine.ending() ? InstanceState.STOPPING : InstanceState.RUNNING,
        machine.startedAt(),
        Optional.of(machine.host()),
        OptionalLong.empty());
  }

  private List<Rental.Machine> machines() {
    try {
      return rental.machines(pool);
    } catch (UncheckedIOException e) {
      throw new ProviderException(
          ProviderFault.OUTAGE, "The rental does not answer: " + e.getMessage(), e);
    }
  }

  private List<Rental.Machine> running() {
    return machines().stream().filter(machine -> !machine.ending()).toList();
  }

  @Override
  public void grow(int count) {
    wish += count;
  }

  @Override
  public void withdraw(int count) {
    wish -= Math.min(count, Math.max(0, wish - running().size()));
  }

  @Override
  public void remove(Collection<InstanceId> instances) {
    instances.forEach(instance -> wish -= end(instance) ? 1 : 0);
  }

  @Override
  public void replace(InstanceId instance) {
    end(instance);
  }

  /** Whether it ran: one that is ending, or that nobody knows, is not counted twice. */
  private boolean end(InstanceId instance) {
    boolean runs = running().stream().anyMatch(each -> each.id().equals(instance.value()));
    if (runs) {
      rental.end(instance.value());
    }
    return runs;
  }

  @Override
  public void close() {
    // The machines run on, for the next autoscaler.
  }

  /** Found by its type: chosen by {@code baton.autoscaler.pools.POOL.provider=rented}. */
  @ApplicationScoped
  static class Factory implements PoolProviderFactory {
    @Override
    public String name() {
      return NAME;
    }

    @Override
    public Set<String> settings() {
      return Set.of("address");
    }

    @Override
    public PoolProvider open(ProviderSettings settings) {
      return new RentedPool(settings.pool().value(), Rental.at(settings.required("address")));
    }
  }
}
