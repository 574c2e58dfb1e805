package io.baton.cli.start;

import com.sun.net.httpserver.HttpServer;
import io.baton.cli.Baton;
import io.baton.cli.Surroundings;
import io.baton.cli.terminal.Console;
import io.baton.cli.terminal.Input;
import io.baton.protocol.client.Json;
import io.baton.protocol.job.Job;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * Does what commands do at their start, for the launcher, which lets the JVM keep the classes that
 * this loads in an archive: later starts map them in place of reading, checking and linking them.
 */
public final class Rehearsal {
  private static final byte[] JOBS =
      """
      {"jobs": [{"id": "job-1", "owner": "ann", "status": "running", "node": "n1", "attempt": 1,
        "spec": {"name": "cat", "datasetId": "data-1", "baseModel": "tiny", "labels": {"a": "b"},
          "training": {"instancePrompt": "a photo of sks cat", "maxTrainSteps": 60}},
        "progress": {"step": 1, "totalSteps": 60, "loss": 1.5, "stepsPerSecond": 1.5},
        "failures": 0, "interruptions": 0,
        "spent": {"runtimeSeconds": 1.5, "cost": 0.5, "unpricedSeconds": 0.5},
        "createdAt": "2026-01-31T09:00:00Z", "updatedAt": "2026-01-31T09:00:00Z"}]}
      """
          .getBytes(StandardCharsets.UTF_8);

  private Rehearsal() {}

  public static void main(String[] arguments) throws IOException {
    HttpServer api =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    api.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, JOBS.length);
            exchange.getResponseBody().write(JOBS);
          }
        });
    api.start();
    String address = "http://127.0.0.1:" + api.getAddress().getPort();
    Map<String, String> environment = Map.of("BATON_HOME", "/nonexistent", "BATON_API", address);
    Surroundings nobody = new Surroundings(Console.silent(), Input.none(), environment);
    Baton.run(nobody, "--help");
    Baton.run(nobody, "submit", "--help");
    Baton.run(nobody, "list");
    Baton.run(nobody, "list", "--json");
    Baton.run(nobody, "show", "job-1");
    Json.mapper().canSerialize(Job.class);
    api.stop(0);
    // Now nobody answers, which a start must be told quickly as well.
    Baton.run(nobody, "list");
  }
}
