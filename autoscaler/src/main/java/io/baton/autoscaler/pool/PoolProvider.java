package io.baton.autoscaler.pool;

import java.util.Collection;
import java.util.List;

/**
 * Runs nodes somewhere. Calls come from one thread at a time. What a call throws is a {@link
 * ProviderException}; the next tick looks again and decides anew.
 */
public interface PoolProvider extends AutoCloseable {
  /** For people: {@code local}. */
  String name();

  /** What was asked for and what there is. */
  ProviderView look();

  /** Asks for more replicas than before. Returns at once; what comes of it is for {@link #look}. */
  void grow(int more);

  /**
   * Takes back replicas that were asked for and that have no instance. More than there are of them
   * are as many as there are.
   */
  void withdraw(int replicas);

  /**
   * Which of the candidates can be removed without any other going in their stead. The first are
   * wanted most.
   */
  default List<InstanceId> removable(List<InstanceId> candidates) {
    return candidates;
  }

  /**
   * Ends exactly these, and asks for as many fewer. Nodes are told first and have the provider's
   * grace to stop. Returns at once. Unknown ids and those that are ending are ignored.
   */
  void remove(Collection<InstanceId> instances);

  /**
   * Ends this one and gets another in its stead, on another machine where the provider can choose.
   * Unknown ids are ignored.
   */
  void replace(InstanceId instance);

  /** Lets go of the provider. */
  @Override
  void close();
}
