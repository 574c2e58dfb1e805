package io.baton.autoscaler.pool;

import java.util.List;
import java.util.Optional;

/**
 * What a provider was asked for and what it has.
 *
 * @param requested replicas that it was asked for, at least 0
 * @param instances what it has, oldest first, each id once; those that stop are among them until
 *     they are gone, and count for nothing
 * @param shortage why there are fewer than were asked for, in the provider's words; absent: it says
 *     nothing
 */
public record ProviderView(int requested, List<Instance> instances, Optional<String> shortage) {
  public static final ProviderView EMPTY = new ProviderView(0, List.of());

  public ProviderView {
    if (requested < 0) {
      throw new IllegalArgumentException("requested must be at least 0, not " + requested);
    }
    instances = List.copyOf(instances);
    if (instances.stream().map(Instance::id).distinct().count() < instances.size()) {
      throw new IllegalArgumentException("an instance is listed twice: " + instances);
    }
  }

  /** One of a provider that tells no shortage. */
  public ProviderView(int requested, List<Instance> instances) {
    this(requested, instances, Optional.empty());
  }

  public int running() {
    return (int) instances.stream().filter(Instance::running).count();
  }

  public int stopping() {
    return (int) instances.stream().filter(Instance::stopping).count();
  }

  /** Replicas that were asked for and do not run: those without an instance, and pending ones. */
  public int pending() {
    return Math.max(0, requested - running());
  }
}
