package io.baton.api.limit;

import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestKeys.as;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.PlatformTest;
import io.baton.api.platform.TestKeys;
import io.baton.protocol.client.Json;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class LimitsTest extends PlatformTest {
  /** As TestPlatform sets it for nodes. */
  private static final int BURST = 60;

  @Test
  void key_that_makes_too_many_requests_is_told_when_to_go_on_and_others_are_not_held_up() {
    String one = TestKeys.node("a");
    String other = TestKeys.node("b");

    Response refused = null;
    for (int i = 0; i < 10 * BURST && refused == null; i++) {
      Response answer = as(one).get("/v1/keys/current");
      refused = answer.statusCode() == 200 ? null : answer;
    }

    assertThat(refused).isNotNull();
    assertThat(read(refused, 429, Problem.class).code()).isEqualTo(ErrorCode.RATE_LIMITED);
    assertThat(refused.header("Retry-After")).isEqualTo("1");
    as(other).get("/v1/keys/current").then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/jobs",
        "/v1/work",
        "/v1/datasets/d1/files",
        "/v1/jobs/j1/attempts/1/heartbeat",
        "/v1/jobs/j1/attempts/1/complete"
      })
  void body_without_an_announced_length_is_bounded_too(String path) throws IOException {
    String answer = sendChunks(path, 6 * 1024 * 1024);

    assertThat(answer).startsWith("HTTP/1.1 413 ").contains("application/problem+json");
    Problem problem =
        Json.mapper().readValue(answer.substring(answer.indexOf("\r\n\r\n") + 4), Problem.class);
    assertThat(problem.code()).isEqualTo(ErrorCode.TOO_LARGE);
  }

  @Test
  void body_without_an_announced_length_that_is_small_is_taken() throws IOException {
    assertThat(sendChunks("/v1/jobs", 1000)).startsWith("HTTP/1.1 400 ").contains("not valid JSON");
  }

  /** Blanks before a brace, in chunks; returns all that comes back until the service hangs up. */
  private static String sendChunks(String path, int bytes) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", RestAssured.port)) {
      socket.setSoTimeout(20_000);
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST "
                  + path
                  + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n"
                  + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n"
                  + "Authorization: Bearer "
                  + TestKeys.OPERATOR
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      String chunk = "3e8\r\n" + " ".repeat(1000) + "\r\n";
      try {
        for (int sent = 0; sent < bytes; sent += 1000) {
          out.write(chunk.getBytes(StandardCharsets.US_ASCII));
        }
        out.write("1\r\nx\r\n0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        out.flush();
      } catch (IOException hungUp) {
        // The answer may be there all the same.
      }
      return answer(socket.getInputStream());
    }
  }

  private static String answer(InputStream in) {
    ByteArrayOutputStream answer = new ByteArrayOutputStream();
    try {
      in.transferTo(answer);
    } catch (IOException hungUp) {
      // What came until then is the answer.
    }
    return answer.toString(StandardCharsets.UTF_8);
  }
}
