package io.baton.sdxl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.baton.sdxl.dataset.View;
import io.baton.sdxl.vae.LatentDistribution;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * The VAE's answers for views that may come again, as many as fit; those that were used longest ago
 * go first.
 */
final class LatentCache implements AutoCloseable {

  private final NDManager manager;
  private final long capacityBytes;
  private final Map<View, LatentDistribution> entries = new LinkedHashMap<>(16, 0.75f, true);
  private long usedBytes;

  LatentCache(NDManager parent, long capacityBytes) {
    this.manager = parent.newSubManager();
    this.capacityBytes = capacityBytes;
  }

  boolean has(View view) {
    return entries.containsKey(view);
  }

  /** The distribution of a view, computed only when it is not there. */
  LatentDistribution get(View view, Supplier<LatentDistribution> compute) {
    LatentDistribution known = entries.get(view);
    if (known != null) {
      return known;
    }
    LatentDistribution computed = compute.get();
    long bytes = bytes(computed);
    if (bytes > capacityBytes) {
      return computed;
    }
    computed.mean().attach(manager);
    computed.logVariance().attach(manager);
    entries.put(view, computed);
    usedBytes += bytes;
    evict();
    return computed;
  }

  // Never the newest, which is in use: it fits alone.
  private void evict() {
    Iterator<LatentDistribution> oldest = entries.values().iterator();
    while (usedBytes > capacityBytes) {
      LatentDistribution gone = oldest.next();
      usedBytes -= bytes(gone);
      gone.mean().close();
      gone.logVariance().close();
      oldest.remove();
    }
  }

  private static long bytes(LatentDistribution distribution) {
    return bytes(distribution.mean()) + bytes(distribution.logVariance());
  }

  private static long bytes(NDArray array) {
    return array.size() * array.getDataType().getNumOfBytes();
  }

  @Override
  public void close() {
    manager.close();
  }
}
