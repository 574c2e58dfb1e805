package io.baton.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class QuickExitTest {
  @Test
  void no_thread_of_an_http_client_keeps_the_jvm_waiting() throws Exception {
    Set<Thread> others = Set.copyOf(QuickExit.selecting());
    try (FakeApi api = new FakeApi().answers("GET /", "hello")) {
      HttpClient client = HttpClient.newHttpClient();
      HttpRequest request = HttpRequest.newBuilder(URI.create(api.address() + "/")).build();
      client.send(request, BodyHandlers.ofString());
      var ours = QuickExit.selecting().stream().filter(each -> !others.contains(each)).toList();
      assertThat(ours).isNotEmpty();

      QuickExit.end(ours);

      Awaitility.await().until(() -> ours.stream().noneMatch(Thread::isAlive));
    }
  }
}
