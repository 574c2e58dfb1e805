package io.baton.autoscaler.saladcloud;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.baton.protocol.client.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * Answers as SaladCloud's documentation says, about one container group: paths, fields, status
 * codes, media types and bounds. Whatever is accepted happens a step at each listing of the
 * instances, as SaladCloud takes its time too.
 */
final class SaladCloudServer implements AutoCloseable {
  static final ContainerGroupName NAME = new ContainerGroupName("acme-corp", "dev-env", "trainers");
  static final String KEY = "salad_cloud_user_secret";

  private static final Pattern PATH =
      Pattern.compile(
          "/api/public/organizations/acme-corp(/projects/dev-env/containers/trainers)?(/.*)?");
  private static final Pattern INSTANCE = Pattern.compile("/instances/([0-9a-f-]{36})(/[a-z]+)?");
  private static final String MERGE_PATCH = "application/merge-patch+json";

  static {
    // Else every answer waits 40 ms for an acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  /** What is answered once in place of what would be. */
  private record Fault(int status, Map<String, String> headers, String body) {}

  private final HttpServer http;
  private final SaladCloudGroup group = new SaladCloudGroup();
  private final Deque<Fault> faults = new ArrayDeque<>();
  private final List<String> requests = new ArrayList<>();
  private String key = KEY;

  SaladCloudServer() {
    try {
      http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    http.createContext("/", this::handle);
    http.start();
  }

  private URI api() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/api/public");
  }

  /** Those of a pool of its group. */
  SaladCloudSettings settings() {
    return new SaladCloudSettings(
        NAME, new SaladApiKey(KEY), api(), Duration.ofSeconds(10), Duration.ofSeconds(30));
  }

  SaladCloudGroup group() {
    return group;
  }

  /** The key is another from now on, as when its owner refreshed it. */
  synchronized void refreshKey() {
    key = "another";
  }

  synchronized void fail(int status, Map<String, String> headers, String body) {
    faults.add(new Fault(status, headers, body));
  }

  /** "PATCH {"replicas":3}", "POST /start" …, without those that only read. */
  synchronized List<String> changes() {
    return requests.stream().filter(request -> !request.startsWith("GET")).toList();
  }

  synchronized List<String> requests() {
    return List.copyOf(requests);
  }

  synchronized void forgetRequests() {
    requests.clear();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      Answer answer;
      synchronized (this) {
        Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
        boolean known = path.matches();
        String rest = known ? Optional.ofNullable(path.group(2)).orElse("") : "?";
        requests.add(exchange.getRequestMethod() + " " + rest + body);
        answer =
            faults.isEmpty()
                ? answer(exchange, known && path.group(1) != null, rest, body)
                : Answer.of(faults.remove());
      }
      answer.send(exchange);
    }
  }

  private Answer answer(HttpExchange exchange, boolean ofGroup, String rest, String body) {
    if (!key.equals(exchange.getRequestHeaders().getFirst(SaladApiKey.HEADER))) {
      return Answer.problem(401, "Unauthorized", "The API key is not valid.");
    }
    String method = exchange.getRequestMethod();
    if (method.equals("PATCH")
        && !MERGE_PATCH.equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
      return Answer.problem(415, "Unsupported Media Type", "It must be a merge patch.");
    }
    if (!ofGroup) {
      return rest.equals("/quotas") ? Answer.json(200, group.quotas()) : Answer.notFound();
    }
    Matcher instance = INSTANCE.matcher(rest);
    if (instance.matches()) {
      return ofInstance(method, instance.group(1), instance.group(2), body);
    }
    return switch (method + " " + rest) {
      case "GET " -> Answer.json(200, group.json());
      case "PATCH " -> patchGroup(body);
      case "POST /start" -> group.start() ? Answer.accepted() : Answer.badRequest("Cannot start.");
      case "POST /stop" -> group.stop() ? Answer.accepted() : Answer.badRequest("Cannot stop.");
      case "GET /instances" -> {
        group.step();
        yield Answer.json(200, group.instancesJson());
      }
      default -> Answer.notFound();
    };
  }

  private Answer patchGroup(String body) {
    Optional<Integer> replicas = onlyField(body, "replicas", ContainerGroup.MOST_REPLICAS);
    if (replicas.isEmpty()) {
      return Answer.badRequest("The replicas must be from 0 to 500.");
    }
    if (!group.setReplicas(replicas.get())) {
      return Answer.problem(403, "Forbidden", "The replica quota is exceeded.");
    }
    return new Answer(200, MERGE_PATCH, group.json());
  }

  private Answer ofInstance(String method, String id, String action, String body) {
    if (!group.has(id)) {
      return Answer.notFound();
    }
    if (method.equals("POST") && "/reallocate".equals(action)) {
      group.reallocate(id);
      return Answer.accepted();
    }
    if (method.equals("PATCH") && action == null) {
      Optional<Integer> cost = onlyField(body, "deletion_cost", 100_000);
      cost.ifPresent(value -> group.setDeletionCost(id, value));
      return cost.isPresent()
          ? Answer.json(200, group.instanceJson(id))
          : Answer.badRequest("The deletion cost must be from 0 to 100000.");
    }
    return Answer.notFound();
  }

  /** Its value; empty where anything else is in the patch, or it is out of bounds. */
  private static Optional<Integer> onlyField(String body, String field, int most) {
    try {
      JsonNode patch = Json.mapper().readTree(body);
      Set<String> names = Set.copyOf(StreamSupport.stream(spliterator(patch), false).toList());
      int value = patch.path(field).asInt(-1);
      return names.equals(Set.of(field)) && value >= 0 && value <= most
          ? Optional.of(value)
          : Optional.empty();
    } catch (IOException noJson) {
      return Optional.empty();
    }
  }

  private static java.util.Spliterator<String> spliterator(JsonNode patch) {
    Iterable<String> names = patch::fieldNames;
    return names.spliterator();
  }

  @Override
  public void close() {
    http.stop(0);
  }

  private record Answer(int status, String type, Map<String, String> headers, String body) {
    Answer(int status, String type, String body) {
      this(status, type, Map.of(), body);
    }

    static Answer json(int status, String body) {
      return new Answer(status, "application/json", body);
    }

    static Answer accepted() {
      return json(202, "");
    }

    static Answer notFound() {
      return problem(404, "Not Found", "It could not be found.");
    }

    static Answer badRequest(String detail) {
      return problem(400, "Bad Request", detail);
    }

    static Answer problem(int status, String title, String detail) {
      return json(status, SaladCloudGroup.problem(status, title, detail));
    }

    static Answer of(Fault fault) {
      return new Answer(fault.status(), "application/json", fault.headers(), fault.body());
    }

    void send(HttpExchange exchange) throws IOException {
      exchange.getResponseHeaders().set("Content-Type", type);
      headers.forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
