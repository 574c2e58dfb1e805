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
  private static final byte[] NO_JOBS = "{\"jobs\":[]}".getBytes(StandardCharsets.UTF_8);

  private Rehearsal() {}

  public static void main(String[] arguments) throws IOException {
    HttpServer api =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    api.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, NO_JOBS.length);
            exchange.getResponseBody().write(NO_JOBS);
          }
        });
    api.start();
    Map<String, String> environment =
        Map.of(
            "BATON_HOME",
            "/nonexistent",
            "BATON_API",
            "http://127.0.0.1:" + api.getAddress().getPort());
    Surroundings nobody = new Surroundings(Console.silent(), Input.none(), environment);
    Baton.run(nobody, "--help");
    Baton.run(nobody, "submit", "--help");
    Baton.run(nobody, "list");
    Baton.run(nobody, "list", "--json");
    Baton.run(nobody, "show", "job-1");
    Json.mapper().canSerialize(Job.class);
    api.stop(0);
  }
}
