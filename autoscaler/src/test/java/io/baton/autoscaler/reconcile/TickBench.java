package io.baton.autoscaler.reconcile;

import io.baton.autoscaler.local.SettableClock;
import io.baton.protocol.client.Json;
import io.baton.protocol.pool.PoolPolicyBuilder;
import io.baton.protocol.pool.PoolSnapshot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;

/**
 * How long a tick takes without its calls, for 10,000 nodes and 100,000 claimable jobs. Prints
 * medians of 31, in milliseconds.
 */
public final class TickBench {
  private static final int NODES = 10_000;
  private static final int ROUNDS = 31;

  private TickBench() {}

  public static void main(String[] arguments) throws Exception {
    System.out.printf("balance %.1f ms%n", median(TickBench::inBalance));
    System.out.printf("growth from none to 10,000 %.1f ms%n", median(TickBench::growth));
    System.out.printf("5,000 idle ones drained and removed %.1f ms%n", median(TickBench::idleOnes));
    System.out.printf("5,000 busy ones above the limit %.1f ms%n", median(TickBench::aboveLimit));
    byte[] json = Json.mapper().writeValueAsBytes(busyPool(100_000).snapshot());
    System.out.printf(
        "snapshot of %,d bytes read in %.1f ms%n", json.length, median(() -> read(json)));
  }

  private interface Case {
    Runnable prepare();
  }

  private static double median(Case each) {
    double[] millis = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      Runnable tick = each.prepare();
      long start = System.nanoTime();
      tick.run();
      millis[round] = (System.nanoTime() - start) / 1e6;
    }
    Arrays.sort(millis);
    return millis[ROUNDS / 2];
  }

  private static Runnable inBalance() {
    return tick(busyPool(100_000));
  }

  private static Runnable growth() {
    PoolModel pool = pool();
    pool.waiting = 100_000;
    return tick(pool);
  }

  private static Runnable idleOnes() {
    PoolModel pool = busyPool(0);
    List<PoolModel.Node> busy = pool.busy();
    busy.subList(0, NODES / 2).forEach(pool::finish);
    pool.clock.advance(Duration.ofHours(1));
    return tick(pool);
  }

  private static Runnable aboveLimit() {
    PoolModel pool = busyPool(100_000);
    pool.policy = new PoolPolicyBuilder().replicas(0, NODES / 2).build();
    return tick(pool);
  }

  private static Runnable read(byte[] json) {
    return () -> {
      try {
        Json.mapper().readValue(json, PoolSnapshot.class);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }

  private static Runnable tick(PoolModel pool) {
    Reconciler reconciler = new Reconciler(pool, pool, pool.clock);
    return reconciler::tick;
  }

  private static PoolModel busyPool(int waiting) {
    PoolModel pool = pool();
    pool.requested = NODES;
    pool.waiting = NODES + waiting;
    pool.provision();
    pool.claim();
    pool.waiting = waiting;
    return pool;
  }

  private static PoolModel pool() {
    PoolModel pool = new PoolModel(new SettableClock());
    pool.policy = new PoolPolicyBuilder().replicas(0, NODES).build();
    return pool;
  }
}
