package io.baton.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.baton.protocol.client.Json;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Answers as the service would, as far as a test says what; remembers what it was asked. */
public final class FakeApi implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Map<String, Handler> answers = new ConcurrentHashMap<>();
  private final List<Request> requests = new CopyOnWriteArrayList<>();

  /** Answers one request. */
  public interface Handler {
    void handle(HttpExchange exchange, String body) throws IOException;
  }

  /**
   * What was asked.
   *
   * @param call method and path, such as {@code GET /v1/jobs}
   * @param key what the header Authorization held, or nothing
   */
  public record Request(String call, String query, String key, String body) {
    public JsonNode json() {
      try {
        return Json.mapper().readTree(body);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  public FakeApi() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(threads);
    server.start();
  }

  /** Answers a call such as {@code GET /v1/jobs} with a document. */
  public FakeApi answers(String call, Object document) {
    return handles(call, (exchange, body) -> send(exchange, 200, document));
  }

  public FakeApi refuses(String call, ErrorCode code, String detail) {
    Problem problem = Problem.of(code, detail);
    return handles(call, (exchange, body) -> send(exchange, code.status(), problem));
  }

  public FakeApi handles(String call, Handler handler) {
    answers.put(call, handler);
    return this;
  }

  private void handle(HttpExchange exchange) throws IOException {
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String call = exchange.getRequestMethod() + " " + exchange.getRequestURI().getPath();
    String query = exchange.getRequestURI().getRawQuery();
    String key = exchange.getRequestHeaders().getFirst("Authorization");
    requests.add(new Request(call, query == null ? "" : query, key == null ? "" : key, body));
    Handler handler =
        answers.getOrDefault(
            call,
            (any, text) ->
                send(any, 404, Problem.of(ErrorCode.NOT_FOUND, "There is no " + call + ".")));
    try (exchange) {
      handler.handle(exchange, body);
    }
  }

  public static void send(HttpExchange exchange, int status, Object document) throws IOException {
    byte[] bytes = Json.mapper().writeValueAsBytes(document);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  public URI address() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  public List<Request> requests() {
    return requests;
  }

  /** The requests of a call, in their order. */
  public List<Request> requests(String call) {
    return requests.stream().filter(request -> request.call().equals(call)).toList();
  }

  /** A command line that talks to it. */
  public CommandLineRun.Setting setting() {
    return new CommandLineRun.Setting().variable("BATON_API", address().toString());
  }

  public CommandLineRun run(String... arguments) {
    return setting().run(arguments);
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
