package io.baton.sync.store;

/** How fast bytes may move. Whoever moves some asks first, and may have to wait. */
@FunctionalInterface
public interface Pace {
  /** As fast as it goes. */
  Pace FREE = bytes -> {};

  /**
   * Returns when so many bytes may move.
   *
   * @throws io.baton.sync.SyncException with {@code CANCELED} when the waiting thread is
   *     interrupted
   */
  void take(int bytes);
}
