package io.baton.it.bench;

import io.baton.it.bench.ClaimLoad.Lease;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/**
 * Heartbeats at a fixed rate, whether or not the answers keep up: each has its moment, and its
 * latency counts from that moment, also where it had to wait for a connection.
 */
final class HeartbeatLoad {
  private static final int CONNECTIONS = 128;

  private final BenchPlatform platform;
  private final List<Lease> leases;

  /** What came of it. */
  record Result(Latencies latencies, double aSecond) {}

  HeartbeatLoad(BenchPlatform platform, List<Lease> leases) {
    this.platform = platform;
    this.leases = List.copyOf(leases);
  }

  Result send(int aSecond, Duration duration) throws Exception {
    int total = Math.toIntExact(aSecond * duration.toSeconds());
    long[] latencies = new long[total];
    ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS);
    List<Connection> connections = new ArrayList<>();
    try {
      for (int i = 0; i < CONNECTIONS; i++) {
        connections.add(platform.connectAsNode());
      }
      long start = System.nanoTime() + 50_000_000;
      List<Callable<Long>> senders = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        int first = i;
        senders.add(() -> send(connections.get(first), first, start, 1e9 / aSecond, latencies));
      }
      long end = start;
      for (Future<Long> sender : threads.invokeAll(senders)) {
        end = Math.max(end, sender.get());
      }
      return new Result(Latencies.of(latencies), total / ((end - start) / 1e9));
    } finally {
      threads.shutdownNow();
      for (Connection connection : connections) {
        connection.close();
      }
    }
  }

  /** Sends every {@link #CONNECTIONS}th heartbeat and returns when the last was answered. */
  private long send(Connection connection, int first, long start, double gap, long[] latencies)
      throws Exception {
    long now = start;
    for (int i = first; i < latencies.length; i += CONNECTIONS) {
      long due = start + (long) (i * gap);
      for (now = System.nanoTime(); now < due; now = System.nanoTime()) {
        LockSupport.parkNanos(due - now);
      }
      Lease lease = leases.get(i % leases.size());
      int step = 1 + i / leases.size();
      connection
          .post(
              "/v1/jobs/" + lease.job() + "/attempts/" + lease.attempt() + "/heartbeat",
              "{\"phase\":\"training\",\"step\":"
                  + step
                  + ",\"loss\":0.1234,\"stepsPerSecond\":1.5}")
          .require(200);
      now = System.nanoTime();
      latencies[i] = now - due;
    }
    return now;
  }
}
