package io.baton.it.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Nodes that wait for work that does not come, each on a connection of its own. */
final class IdleLoad implements AutoCloseable {
  private static final int WAIT_SECONDS = 30;

  private final ExecutorService threads;
  private final List<Future<Long>> nodes = new ArrayList<>();
  private final List<Connection> connections = new ArrayList<>();

  /** Lets them wait until each has a job. */
  IdleLoad(BenchPlatform platform, int count) throws IOException {
    this.threads =
        Executors.newFixedThreadPool(count, work -> new Thread(null, work, "node", 128 * 1024));
    for (int i = 0; i < count; i++) {
      Connection connection = platform.connectAsNode();
      connections.add(connection);
      String request = ClaimLoad.request("idle-" + i, WAIT_SECONDS);
      Callable<Long> node = () -> waitForJob(connection, request);
      nodes.add(threads.submit(node));
    }
  }

  private static long waitForJob(Connection connection, String request) throws IOException {
    while (true) {
      Connection.Answer answer = connection.post("/v1/work", request);
      if (answer.status() == 200) {
        return System.nanoTime();
      }
      answer.require(204);
    }
  }

  /** How many have a job. */
  long served() {
    return nodes.stream().filter(Future::isDone).count();
  }

  /** How long after a moment each of those that have a job got it. */
  Latencies since(long nanoTime) throws Exception {
    List<Long> latencies = new ArrayList<>();
    for (Future<Long> node : nodes) {
      if (node.isDone()) {
        latencies.add(node.get() - nanoTime);
      }
    }
    return Latencies.of(latencies.stream().mapToLong(Long::longValue).toArray());
  }

  @Override
  public void close() throws IOException {
    threads.shutdownNow();
    for (Connection connection : connections) {
      connection.close();
    }
  }
}
