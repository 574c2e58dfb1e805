package io.baton.sdxl.dataset;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.Function;

/**
 * What will be needed soon, made by workers before it is asked for. What has not been announced, or
 * has not been started yet, is made when it is asked for, to the same bytes.
 *
 * <p>For one thread that announces and asks.
 *
 * @param <K> names what is made
 * @param <V> what is made
 */
public final class ReadAhead<K, V> {

  private final ImageWorkers workers;
  private final Function<K, V> make;
  private final Map<K, Future<V>> started = new HashMap<>();

  /**
   * @param make is called by several threads at once
   */
  public ReadAhead(ImageWorkers workers, Function<K, V> make) {
    this.workers = workers;
    this.make = make;
  }

  /** How much can be made and not yet asked for. */
  public int capacity() {
    return workers.capacity();
  }

  /** Starts to make {@code key}, unless it is being made or too much waits to be asked for. */
  public void announce(K key) {
    if (started.size() < capacity()) {
      started.computeIfAbsent(key, wanted -> workers.submit(() -> make.apply(wanted)));
    }
  }

  /** What was announced, or made now; a worker's failure is thrown here. */
  public V take(K key) {
    Future<V> work = started.remove(key);
    return work == null ? make.apply(key) : ImageWorkers.result(work);
  }

  /** Gives up what is not needed after all. */
  public void forget(K key) {
    Future<V> work = started.remove(key);
    if (work != null) {
      work.cancel(false);
    }
  }
}
