package io.baton.node.metrics;

import com.sun.net.httpserver.HttpServer;
import io.baton.node.config.ConfigException;
import io.prometheus.metrics.exporter.httpserver.MetricsHandler;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers {@code /metrics}, and {@code /healthz} while the agent's process lives. */
public final class MetricsServer implements AutoCloseable {
  private static final Logger LOG = System.getLogger(MetricsServer.class.getName());
  private static final byte[] HEALTHY = "ok\n".getBytes(StandardCharsets.UTF_8);

  private final HttpServer server;
  private final ExecutorService thread;

  private MetricsServer(HttpServer server, ExecutorService thread) {
    this.server = server;
    this.thread = thread;
  }

  /**
   * Starts it.
   *
   * @throws ConfigException if nothing can listen there
   */
  public static MetricsServer start(MetricsAddress address, NodeMetrics metrics) {
    InetSocketAddress socket = new InetSocketAddress(address.host(), address.port());
    HttpServer server;
    try {
      server = HttpServer.create(socket, 0);
    } catch (IOException e) {
      throw new ConfigException(
          "Metrics cannot be served at "
              + address
              + " ("
              + e.getMessage()
              + "); set --metrics-port.",
          e);
    }
    ExecutorService thread =
        Executors.newSingleThreadExecutor(
            work -> {
              Thread worker = new Thread(work, "metrics");
              worker.setDaemon(true);
              return worker;
            });
    server.setExecutor(thread);
    server.createContext("/metrics", new MetricsHandler(metrics.registry()));
    server.createContext(
        "/healthz",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, HEALTHY.length);
            exchange.getResponseBody().write(HEALTHY);
          }
        });
    server.start();
    LOG.log(Level.INFO, () -> "Metrics are at http://" + address + "/metrics");
    return new MetricsServer(server, thread);
  }

  int port() {
    return server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
    thread.shutdownNow();
  }
}
