package io.baton.node.notice;

import static io.baton.node.notice.MetadataServer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server that answers as the Compute Engine documentation has it. */
class GoogleNoticeTest {
  private static final String PREEMPTED = "/computeMetadata/v1/instance/preempted";
  private static final String EVENT = "/computeMetadata/v1/instance/maintenance-event";

  private final MetadataServer server = new MetadataServer();

  @AfterEach
  void tearDown() {
    server.close();
  }

  @Test
  void preemption_leaves_thirty_seconds() throws Exception {
    server.at(PREEMPTED, google("TRUE"));

    Notice told = new GooglePreemption(server.metadata()).look().orElseThrow();

    assertThat(told.timeLeft()).contains(Duration.ofSeconds(30));
  }

  @Test
  void change_is_waited_for_from_the_second_look_on() throws Exception {
    server.at(PREEMPTED, google("FALSE"));
    GooglePreemption preemption = new GooglePreemption(server.metadata());
    assertThat(preemption.look()).isEmpty();
    server.at(PREEMPTED, google("TRUE\n"));

    assertThat(preemption.look()).isPresent();

    assertThat(server.requests())
        .containsExactly(
            "GET " + PREEMPTED,
            "GET " + PREEMPTED + "?wait_for_change=true&timeout_sec=60&last_etag=a%2Fb");
  }

  @ParameterizedTest
  @CsvSource({
    "NONE, false",
    "MIGRATE_ON_HOST_MAINTENANCE, false",
    "TERMINATE_ON_HOST_MAINTENANCE, true"
  })
  void only_maintenance_that_ends_the_machine_is_told(String event, boolean told) throws Exception {
    server.at(EVENT, google(event));

    assertThat(new GoogleMaintenance(server.metadata()).look().isPresent()).isEqualTo(told);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "true", "yes", "<html>TRUE</html>"})
  void nonsense_is_no_notice(String nonsense) {
    server.at(PREEMPTED, google(nonsense));

    assertThatThrownBy(new GooglePreemption(server.metadata())::look)
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 403, 404, 500, 503})
  void status_that_says_nothing_is_no_notice(int status) {
    server.at(PREEMPTED, text(status, "TRUE"));

    assertThatThrownBy(new GooglePreemption(server.metadata())::look)
        .isInstanceOf(IOException.class);
  }

  @Test
  void server_that_is_not_googles_has_nothing_to_tell() {
    server.at(PREEMPTED, text(200, "TRUE"));

    assertThatThrownBy(new GooglePreemption(server.metadata())::look)
        .isInstanceOf(IOException.class);
  }

  /** Only whoever sends the header gets an answer, and it has the header as well. */
  private static MetadataServer.Behaviour google(String value) {
    return (exchange, body) -> {
      boolean asked = "Google".equals(exchange.getRequestHeaders().getFirst("Metadata-Flavor"));
      exchange.getResponseHeaders().set("Metadata-Flavor", "Google");
      exchange.getResponseHeaders().set("ETag", "a/b");
      text(asked ? 200 : 403, value).answer(exchange, body);
    };
  }
}
