package io.baton.autoscaler.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpServer;
import io.baton.protocol.client.Json;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * An API that knows one job that runs on local-1 and one that waits, and whose operators allow
 * three nodes.
 */
public final class OneBusyOneWaiting implements QuarkusTestResourceLifecycleManager {
  private static final String SNAPSHOT =
      """
      {"at": "2026-03-01T12:00:00Z",
       "policy": {"pool": "local", "policy": {"maxReplicas": 3}, "version": 1},
       "demand": {"pool": "local", "claimable": 1, "running": 1, "busyNodes": ["local-1"]},
       "nodes": [{"id": "local-1", "online": true, "job": "7",
                  "lastSeenAt": "2026-03-01T12:00:00Z", "firstSeenAt": "2026-03-01T11:00:00Z"}]}
      """;

  private static final String POLICY =
      "{\"pool\": \"local\", \"policy\": {\"maxReplicas\": 3}, \"version\": 1}";

  private static final String WORKLOAD =
      """
      {"pool": "local", "since": "2026-03-01T11:00:00Z", "until": "2026-03-01T12:00:00Z",
       "jobs": [{"at": "2026-03-01T11:10:00Z", "nodeSeconds": 300, "estimated": false}],
       "unknown": 0, "startSeconds": 40, "setUpSeconds": 10, "lost": 0, "nodeSeconds": 300}
      """;

  /** What was recorded. */
  static final List<JsonNode> decisions = new CopyOnWriteArrayList<>();

  private HttpServer server;

  @Override
  public Map<String, String> start() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      answers("scaler", this::lease);
      answers("snapshot", asked -> SNAPSHOT);
      answers("decisions", this::kept);
      answers("policy", asked -> POLICY);
      answers("workload", asked -> WORKLOAD);
      server.start();
      return Map.of(
          "baton.autoscaler.api", "http://127.0.0.1:" + server.getAddress().getPort(),
          // The policy of the API counts, not this.
          "baton.autoscaler.policy.max-replicas", "1",
          "baton.autoscaler.reconcile-every", "0.2s",
          "baton.autoscaler.pools.local.provider", "local",
          "baton.autoscaler.pools.local.local.command", "sleep,600",
          "baton.autoscaler.pools.local.local.directory",
              Files.createTempDirectory("pool").toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whoever asks may act. */
  private String lease(JsonNode asked) {
    return "{\"holder\": %s, \"until\": \"2026-03-01T12:01:00Z\"}".formatted(asked.get("holder"));
  }

  private String kept(JsonNode decision) {
    if (decision.isMissingNode()) {
      return "{}";
    }
    decisions.add(decision);
    return """
        {"sequence": 1, "pool": "local", "at": "2026-03-01T12:00:00Z",
         "lastAt": "2026-03-01T12:00:00Z", "times": 1, "decision": %s}
        """
        .formatted(decision);
  }

  private void answers(String what, Function<JsonNode, String> answer) {
    server.createContext(
        "/v1/pools/local/" + what,
        exchange -> {
          String key = exchange.getRequestHeaders().getFirst("Authorization");
          boolean known = System.getenv("BATON_AUTOSCALER_API_KEY").equals(key.split(" ")[1]);
          JsonNode asked = Json.mapper().readTree(exchange.getRequestBody());
          byte[] body = answer.apply(asked).getBytes(StandardCharsets.UTF_8);
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(known ? 200 : 401, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  @Override
  public void stop() {
    server.stop(0);
  }
}
