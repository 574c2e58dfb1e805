package io.baton.autoscaler.reconcile;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Map;

/**
 * An API that knows one job that runs on local-1 and one that waits, and whose operators allow
 * three nodes.
 */
public final class OneBusyOneWaiting implements QuarkusTestResourceLifecycleManager {
  private static final String DEMAND =
      """
      {"pool": "local", "claimable": 1, "running": 1, "busyNodes": ["local-1"]}
      """;

  private static final String POLICY =
      """
      {"pool": "local", "policy": {"maxReplicas": 3}, "version": 1}
      """;

  private HttpServer server;

  @Override
  public Map<String, String> start() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/v1/pools/local/demand", exchange -> answer(exchange, DEMAND));
      server.createContext("/v1/pools/local/policy", exchange -> answer(exchange, POLICY));
      server.start();
      return Map.of(
          "baton.autoscaler.api", "http://127.0.0.1:" + server.getAddress().getPort(),
          // The policy of the API counts, not this.
          "baton.autoscaler.max-nodes", "1",
          "baton.autoscaler.reconcile-every", "0.2s",
          "baton.autoscaler.pools.local.provider", "local",
          "baton.autoscaler.pools.local.local.command", "sleep,600",
          "baton.autoscaler.pools.local.local.directory",
              Files.createTempDirectory("pool").toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void answer(HttpExchange exchange, String json) throws IOException {
    String key = exchange.getRequestHeaders().getFirst("Authorization");
    boolean known = System.getenv("BATON_AUTOSCALER_API_KEY").equals(key.split(" ")[1]);
    byte[] body = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().add("Content-Type", "application/json");
    exchange.sendResponseHeaders(known ? 200 : 401, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  @Override
  public void stop() {
    server.stop(0);
  }
}
