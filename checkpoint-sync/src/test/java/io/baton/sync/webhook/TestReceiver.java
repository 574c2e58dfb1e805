package io.baton.sync.webhook;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** A receiver of webhooks on a real socket, which checks signatures as docs/webhooks.md says. */
public final class TestReceiver implements AutoCloseable {
  public static final String SECRET = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpServer server;
  private final Deque<Integer> answers = new ArrayDeque<>();
  private final List<Request> requests = new ArrayList<>();
  private int otherwise = 204;

  /** What came in. */
  public record Request(String id, boolean verifies, JsonNode body, int answered) {}

  public TestReceiver() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/hook", this::handle);
    server.start();
  }

  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook");
  }

  /** The status of the next answers; after them {@link #answerAlways}'s. */
  public synchronized void answerNext(int... statuses) {
    for (int status : statuses) {
      answers.add(status);
    }
  }

  public synchronized void answerAlways(int status) {
    otherwise = status;
  }

  public synchronized List<Request> requests() {
    return List.copyOf(requests);
  }

  /** Ids of what was taken, in the order of arrival. */
  public synchronized List<String> delivered() {
    return requests.stream()
        .filter(request -> request.answered() / 100 == 2)
        .map(Request::id)
        .toList();
  }

  public synchronized void awaitRequests(int count) throws InterruptedException {
    while (requests.size() < count) {
      wait();
    }
  }

  private void handle(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String id = exchange.getRequestHeaders().getFirst("webhook-id");
    String timestamp = exchange.getRequestHeaders().getFirst("webhook-timestamp");
    String signature = exchange.getRequestHeaders().getFirst("webhook-signature");
    int status;
    synchronized (this) {
      status = answers.isEmpty() ? otherwise : answers.remove();
      boolean verifies = expected(id, timestamp, body).equals(signature);
      requests.add(new Request(id, verifies, JSON.readTree(body), status));
      notifyAll();
    }
    if (status / 100 == 3) {
      exchange.getResponseHeaders().add("Location", "/hook");
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  private static String expected(String id, String timestamp, byte[] body) {
    byte[] key = Base64.getDecoder().decode(SECRET.substring("whsec_".length()));
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      mac.update((id + "." + timestamp + ".").getBytes(StandardCharsets.UTF_8));
      return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(body));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
