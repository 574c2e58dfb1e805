package io.baton.it.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Nodes that claim job after job, all at once. */
final class ClaimLoad {
  static final int NODES = 64;

  private final BenchPlatform platform;

  /** A job that was handed to a node. */
  record Lease(String job, String attempt) {}

  /** Claims that were made in one go. */
  record Result(List<Lease> leases, double seconds) {
    double aSecond() {
      return leases.size() / seconds;
    }
  }

  ClaimLoad(BenchPlatform platform) {
    this.platform = platform;
  }

  /** Claims so many jobs; no job may come twice. */
  Result claim(int jobs) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(NODES);
    List<Connection> connections = new ArrayList<>();
    try {
      for (int i = 0; i < NODES; i++) {
        connections.add(platform.connectAsNode());
      }
      AtomicInteger left = new AtomicInteger(jobs);
      List<Callable<List<Lease>>> nodes = new ArrayList<>();
      for (int i = 0; i < NODES; i++) {
        Connection connection = connections.get(i);
        String request = request("node-" + i, 0);
        nodes.add(() -> claimWhile(connection, request, left));
      }
      long from = System.nanoTime();
      List<Future<List<Lease>>> done = threads.invokeAll(nodes);
      double seconds = (System.nanoTime() - from) / 1e9;
      return distinct(done, jobs, seconds);
    } finally {
      threads.shutdownNow();
      for (Connection connection : connections) {
        connection.close();
      }
    }
  }

  private static Result distinct(List<Future<List<Lease>>> done, int jobs, double seconds)
      throws ExecutionException, InterruptedException {
    List<Lease> leases = new ArrayList<>();
    for (Future<List<Lease>> each : done) {
      leases.addAll(each.get());
    }
    Set<String> distinct = new HashSet<>();
    leases.forEach(lease -> distinct.add(lease.job()));
    if (leases.size() != jobs || distinct.size() != jobs) {
      throw new IllegalStateException(
          "%d grants for %d jobs, %d different ones"
              .formatted(leases.size(), jobs, distinct.size()));
    }
    return new Result(leases, seconds);
  }

  private static List<Lease> claimWhile(Connection connection, String request, AtomicInteger left)
      throws IOException {
    List<Lease> leases = new ArrayList<>();
    while (left.decrementAndGet() >= 0) {
      Connection.Answer grant = connection.post("/v1/work", request).require(200);
      leases.add(new Lease(grant.field("job"), grant.field("attempt")));
    }
    return leases;
  }

  /** A node asks once where there must be nothing. */
  void requireNothingLeft() throws IOException {
    try (Connection connection = platform.connectAsNode()) {
      connection.post("/v1/work", request("node-0", 0)).require(204);
    }
  }

  static String request(String node, int waitSeconds) {
    return ("{\"node\":\"%s\",\"pool\":\"bench\",\"host\":\"localhost\",\"processId\":1,\"waitSeconds\":%d,"
            + "\"capabilities\":{\"gpu\":\"NVIDIA GeForce RTX 4090\",\"gpuMemoryBytes\":25757220864,"
            + "\"cachedBaseModels\":[\"stabilityai/stable-diffusion-xl-base-1.0\"]}}")
        .formatted(node, waitSeconds);
  }
}
