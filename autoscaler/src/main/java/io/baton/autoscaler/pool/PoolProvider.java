package io.baton.autoscaler.pool;

import java.util.Collection;
import java.util.List;

/**
 * Runs a pool's nodes somewhere. It is asked for a number of replicas, the wish, and keeps that
 * many: a replica whose instance died, or was taken away, gets another under another id.
 *
 * <p>Calls come from one thread at a time. Every call is done in seconds and may be made again: it
 * asks for a change, and does not wait until the change has happened; {@link #look} shows that.
 * What a call throws is a {@link ProviderException}; it may then have done a part of its work, and
 * the next look says which.
 */
public interface PoolProvider extends AutoCloseable {
  /** The name that settings choose it by: {@code local}. */
  String name();

  /** What was asked for, and what runs now. An instance that ended is not in it. */
  ProviderView look();

  /** Asks for more replicas. The new instances may be there at once, later, or never. */
  void grow(int count);

  /**
   * Takes back up to that many replicas that do not run: those without an instance first, then the
   * pending instances. Never one that runs: where fewer are left, fewer are taken back.
   */
  void withdraw(int count);

  /**
   * Ends these instances and no other, and lowers the wish by as many. Each is told to end as a
   * shutdown would tell it, so its node gives its job back, if it still has one, within the grace
   * that the provider is set to. Ids that are unknown, ending or gone are ignored.
   *
   * @param instances any first ones of what {@link #removable} answered; for others a provider may
   *     refuse to do anything
   */
  void remove(Collection<InstanceId> instances);

  /**
   * Ends an instance as {@link #remove} does, but keeps the wish: another takes its place, on
   * another machine where the provider can choose. An id that is unknown, ending or gone is
   * ignored.
   */
  void replace(InstanceId instance);

  /**
   * Which of these could go now, in an order in which any first ones could go without any other.
   *
   * @param candidates the best to lose first
   * @return all of them in the order given, where the provider can remove any instance
   */
  default List<InstanceId> removable(List<InstanceId> candidates) {
    return candidates;
  }

  /**
   * The service ends. Nodes elsewhere run on, for the next autoscaler; those that live and die with
   * this one are ended, and the call returns when none is left.
   */
  @Override
  void close();
}
