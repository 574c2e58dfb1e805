package io.baton.api.pool.whatif;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.baton.api.pool.TestPools;
import io.baton.api.problem.ProblemException;
import io.baton.protocol.client.Json;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.PoolPolicy;
import io.baton.protocol.pool.ScalingAction;
import io.baton.protocol.pool.ScalingDecision;
import io.baton.protocol.pool.ScalingReason;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AutoscalersTest {
  private static final PoolName POOL = new PoolName("gpu");
  private static final ScalingDecision DECISION =
      TestPools.decision("b", ScalingAction.HOLD, ScalingReason.IN_BALANCE, 1);

  private final List<HttpServer> servers = new ArrayList<>();

  @AfterEach
  void stop() {
    servers.forEach(server -> server.stop(0));
  }

  @Test
  void the_one_that_is_for_the_pool_and_acts_answers() throws IOException {
    URI other = refusing(ErrorCode.NOT_FOUND, "It is for cpu.");
    URI standingBy = refusing(ErrorCode.CONFLICT, "It stands by.");
    URI acting = answering(200, DECISION);

    assertThat(explain(other, standingBy, acting)).isEqualTo(DECISION);
  }

  @Test
  void nobody_to_ask_is_said_in_one_sentence_and_may_be_tried_again() throws IOException {
    Problem unset = refusal();
    Problem silent = refusal(URI.create("http://127.0.0.1:1"));
    Problem other = refusal(refusing(ErrorCode.NOT_FOUND, "It is for cpu."));

    assertThat(unset.code()).isEqualTo(ErrorCode.AUTOSCALER_UNAVAILABLE);
    assertThat(unset.retryable()).isTrue();
    assertThat(unset.detail())
        .isEqualTo(
            "No autoscaler answers for pool gpu: baton.autoscaler.urls is not set, so nobody can be asked.");
    assertThat(silent.detail()).contains("http://127.0.0.1:1", "nothing answers there");
    assertThat(other.detail()).endsWith("for pool gpu: It is for cpu.");
  }

  @Test
  void what_the_acting_one_refuses_is_passed_on() throws IOException {
    assertThat(refusal(refusing(ErrorCode.OVERLOADED, "Another simulation runs.")).code())
        .isEqualTo(ErrorCode.OVERLOADED);
  }

  private static ScalingDecision explain(URI... urls) {
    return new Autoscalers(List.of(urls), Duration.ofSeconds(5))
        .ask(POOL, client -> client.explain(POOL, PoolPolicy.DEFAULT));
  }

  private static Problem refusal(URI... urls) {
    return catchThrowableOfType(ProblemException.class, () -> explain(urls)).problem();
  }

  private URI refusing(ErrorCode code, String detail) throws IOException {
    return answering(code.status(), Problem.of(code, detail));
  }

  private URI answering(int status, Object answer) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    servers.add(server);
    byte[] body = Json.mapper().writeValueAsBytes(answer);
    server.createContext(
        "/v1/pools/gpu/explain",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }
}
