package io.baton.autoscaler.pool;

import java.util.List;

/**
 * A pool as its provider sees it.
 *
 * @param requested replicas that it was asked for and that were not taken back; it may run fewer
 * @param instances what there is of them, and those that are ending; oldest first
 */
public record ProviderView(int requested, List<Instance> instances) {
  public static final ProviderView EMPTY = new ProviderView(0, List.of());

  public ProviderView {
    if (requested < 0) {
      throw new IllegalArgumentException("requested must be at least 0, not " + requested);
    }
    instances = List.copyOf(instances);
  }
}
