package io.baton.node.notice;

import static io.baton.node.notice.MetadataServer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Against a server that answers as the Azure documentation has it. */
class AzureScheduledEventsTest {
  private static final String EVENTS = "/metadata/scheduledevents";
  private static final String NAME = "/metadata/instance/compute/name";
  private static final Instant NOW = Instant.parse("2016-09-19T18:29:17Z");

  private final MetadataServer server = new MetadataServer();

  @BeforeEach
  void haveAName() {
    server.at(NAME, azure("trainer_7"));
  }

  @AfterEach
  void tearDown() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource({
    "Preempt, true, true",
    "Terminate, true, true",
    "Reboot, false, true",
    "Redeploy, false, true",
    "Freeze, false, false"
  })
  void event_that_ends_the_machine_is_told(String type, boolean told, boolean withMaintenance)
      throws Exception {
    server.at(EVENTS, azure(event(type, "trainer_7")));

    assertThat(azure(false, false).look().isPresent()).isEqualTo(told);
    assertThat(azure(true, false).look().isPresent()).isEqualTo(withMaintenance);
  }

  @Test
  void time_is_left_until_the_event() throws Exception {
    server.at(EVENTS, azure(event("Preempt", "trainer_7")));

    assertThat(azure(false, false).look().orElseThrow().timeLeft())
        .contains(Duration.ofSeconds(30));
  }

  @Test
  void event_that_has_begun_tells_no_time() throws Exception {
    String begun = event("Preempt", "trainer_7").replaceAll("Mon.*GMT", "");
    server.at(EVENTS, azure(begun));

    assertThat(azure(false, false).look().orElseThrow().timeLeft()).isEmpty();
  }

  @Test
  void event_of_another_machine_of_the_set_is_none_of_ours() throws Exception {
    server.at(EVENTS, azure(event("Preempt", "trainer_6")));

    assertThat(azure(false, false).look()).isEmpty();
  }

  @Test
  void nothing_scheduled_is_no_notice() throws Exception {
    server.at(EVENTS, azure("{\"DocumentIncarnation\":1,\"Events\":[]}"));

    assertThat(azure(true, true).look()).isEmpty();
  }

  @Test
  void drained_machine_lets_azure_begin_where_that_is_wanted() throws Exception {
    server.at(EVENTS, azure(event("Preempt", "trainer_7")));
    AzureScheduledEvents silent = azure(false, false);
    AzureScheduledEvents open = azure(false, true);
    silent.look();
    open.look();

    silent.drained();
    open.drained();

    assertThat(server.requests())
        .filteredOn(request -> request.startsWith("POST"))
        .containsExactly(
            "POST /metadata/scheduledevents?api-version=2020-07-01"
                + " {\"StartRequests\":[{\"EventId\":\"602d9444\"}]}");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Preempt", "<html></html>", "[]", "{}", "{\"Events\":\"Preempt\"}"})
  void nonsense_is_no_notice(String nonsense) {
    server.at(EVENTS, azure(nonsense));

    assertThatThrownBy(azure(true, false)::look).isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 404, 410, 429, 500})
  void status_that_says_nothing_is_no_notice(int status) {
    server.at(EVENTS, text(status, event("Preempt", "trainer_7")));

    assertThatThrownBy(azure(true, false)::look).isInstanceOf(IOException.class);
  }

  @Test
  void machine_that_does_not_know_its_name_takes_no_event_for_its_own() {
    server.at(EVENTS, azure(event("Preempt", "trainer_7")));
    server.gone(NAME);

    assertThatThrownBy(azure(false, false)::look).isInstanceOf(IOException.class);
  }

  private static String event(String type, String machine) {
    return """
        {"DocumentIncarnation": 2, "Events": [{"EventId": "602d9444", "EventType": "%s",
         "ResourceType": "VirtualMachine", "Resources": ["%s"], "EventStatus": "Scheduled",
         "NotBefore": "Mon, 19 Sep 2016 18:29:47 GMT", "Description": "", "EventSource": "Platform",
         "DurationInSeconds": -1}]}"""
        .formatted(type, machine);
  }

  /** Only whoever sends the header gets an answer. */
  private static MetadataServer.Behaviour azure(String json) {
    return (exchange, body) -> {
      boolean asked = "true".equals(exchange.getRequestHeaders().getFirst("Metadata"));
      text(asked ? 200 : 400, json).answer(exchange, body);
    };
  }

  private AzureScheduledEvents azure(boolean maintenance, boolean acknowledge) {
    return new AzureScheduledEvents(
        server.metadata(), maintenance, acknowledge, InstantSource.fixed(NOW));
  }
}
