package io.baton.autoscaler.reconcile;

import io.baton.autoscaler.pool.InstanceId;
import io.baton.autoscaler.pool.PoolProvider;
import io.baton.autoscaler.pool.ProviderException;
import io.baton.autoscaler.pool.ProviderView;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Leaves a provider alone for as long as it asked to be, and remembers what it showed last. */
final class GuardedProvider {
  private final PoolProvider provider;
  private final Clock clock;

  private ProviderView last = ProviderView.EMPTY;
  private Optional<ProviderException> refusal = Optional.empty();
  private Instant askAgainAt = Instant.MIN;

  GuardedProvider(PoolProvider provider, Clock clock) {
    this.provider = provider;
    this.clock = clock;
  }

  String name() {
    return provider.name();
  }

  ProviderLook look() {
    if (refusal.isPresent() && clock.instant().isBefore(askAgainAt)) {
      return new ProviderLook(last, refusal);
    }
    refusal = Optional.empty();
    try {
      last = provider.look();
      return new ProviderLook(last, Optional.empty());
    } catch (ProviderException e) {
      return new ProviderLook(last, Optional.of(failed(e)));
    }
  }

  /** Remembers when to ask again, if the provider said so. */
  ProviderException failed(ProviderException e) {
    e.retryAfter()
        .ifPresent(
            pause -> {
              refusal = Optional.of(e);
              askAgainAt = clock.instant().plus(pause);
            });
    return e;
  }

  List<InstanceId> removable(List<InstanceId> candidates) {
    return provider.removable(candidates);
  }

  void grow(int more) {
    provider.grow(more);
  }

  void withdraw(int replicas) {
    provider.withdraw(replicas);
  }

  void remove(Collection<InstanceId> instances) {
    provider.remove(instances);
  }

  /** What it showed last. */
  ProviderView last() {
    return last;
  }
}
