package io.baton.node.attempt;

import io.baton.protocol.work.AtRisk;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * What would be lost with the node: the steps since the newest committed checkpoint, and the time
 * since the training was there. Not thread-safe.
 */
final class WorkAtRisk {
  /** When each step since was done; of more than that the oldest are forgotten. */
  private static final int REMEMBERED = 10_000;

  private final TreeMap<Integer, Long> doneAtNanos = new TreeMap<>();
  private int committed;
  private long sinceNanos;

  /** The training goes on from that step, which is safe, or begins. */
  void begin(int step, long nowNanos) {
    committed = step;
    sinceNanos = nowNanos;
    doneAtNanos.clear();
  }

  void done(int step, long nowNanos) {
    doneAtNanos.put(step, nowNanos);
    if (doneAtNanos.size() > REMEMBERED) {
      doneAtNanos.pollFirstEntry();
    }
  }

  void committed(int step, long nowNanos) {
    if (step < committed) {
      return;
    }
    committed = step;
    Long at = doneAtNanos.get(step);
    sinceNanos = at == null ? nowNanos : at;
    doneAtNanos.headMap(step, true).clear();
  }

  AtRisk at(int step, long nowNanos) {
    if (step <= committed) {
      return AtRisk.NOTHING;
    }
    long millis = TimeUnit.NANOSECONDS.toMillis(nowNanos - sinceNanos);
    return new AtRisk(step - committed, Math.max(0, millis) / 1000.0);
  }
}
