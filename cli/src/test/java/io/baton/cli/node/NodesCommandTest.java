package io.baton.cli.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.baton.cli.CommandLineRun;
import io.baton.cli.ExitCode;
import io.baton.cli.FakeApi;
import io.baton.protocol.client.Json;
import io.baton.protocol.job.JobId;
import io.baton.protocol.label.Labels;
import io.baton.protocol.node.AttemptCounts;
import io.baton.protocol.node.Ban;
import io.baton.protocol.node.Node;
import io.baton.protocol.node.NodeEvent;
import io.baton.protocol.node.NodeEventPage;
import io.baton.protocol.node.NodeEventType;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.node.NodePage;
import io.baton.protocol.node.NodeState;
import io.baton.protocol.node.Quarantine;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.problem.ErrorCode;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NodesCommandTest {
  private static final Instant NOW = Instant.now();
  private static final Node NODE =
      new Node(
          new NodeId("n1"),
          new PoolName("gpu"),
          "host-1",
          42,
          Optional.of("RTX 4090"),
          Optional.of(24L << 30),
          new Labels(Map.of("zone", "a", "rack", "7")),
          NodeState.QUARANTINED,
          true,
          NOW.minusSeconds(300),
          NOW.minusSeconds(300),
          NOW,
          Optional.of(new JobId("job-1")),
          Optional.empty(),
          Optional.of(new Quarantine("It is slow.", NOW, NOW.plusSeconds(3600))),
          Optional.empty(),
          new AttemptCounts(3, 1, 0, 0, 0),
          Optional.of(1.5),
          0.85);
  private static final Ban BAN =
      new Ban(new JobId("job-1"), new NodeId("n1"), "It failed there.", NOW);

  private final FakeApi api =
      new FakeApi()
          .answers("GET /v1/nodes", new NodePage(List.of(NODE), Optional.empty()))
          .answers("GET /v1/nodes/n1", NODE)
          .answers("GET /v1/nodes/n1/bans", List.of(BAN))
          .answers("GET /v1/jobs/job-1/bans", List.of(BAN))
          .answers(
              "GET /v1/nodes/n1/events",
              new NodeEventPage(
                  List.of(
                      new NodeEvent(
                          1, new NodeId("n1"), NodeEventType.values()[0], NOW, "Hello."))))
          .answers("POST /v1/nodes/n1/drain", NODE)
          .answers("POST /v1/nodes/n1/undrain", NODE)
          .answers("POST /v1/nodes/n1/quarantine", NODE)
          .answers("POST /v1/nodes/n1/release", NODE)
          .answers("PUT /v1/nodes/n1/bans/job-1", BAN)
          .handles(
              "DELETE /v1/nodes/n1/bans/job-1",
              (exchange, body) -> exchange.sendResponseHeaders(204, -1));

  @AfterEach
  void close() {
    api.close();
  }

  private JsonNode json(String... arguments) throws IOException {
    CommandLineRun run = api.run(arguments);
    assertThat(run.err()).isEmpty();
    return Json.mapper().readTree(run.out());
  }

  @Test
  void nodes_are_listed_for_people_programs_and_scripts() throws IOException {
    assertThat(api.run("nodes").out())
        .contains("NODE", "HEALTH")
        .containsPattern("n1 +gpu +quarantined +job-1 +RTX 4090 +1.5x +85%");
    assertThat(api.run("nodes", "list").out()).isEqualTo(api.run("nodes").out());
    assertThat(api.run("nodes", "-q").out()).isEqualTo("n1\n");
    assertThat(json("nodes", "--json").get(0).path("id").asText()).isEqualTo("n1");
  }

  @Test
  void filters_of_nodes_reach_the_service_and_are_named_when_nothing_fits() {
    api.answers("GET /v1/nodes", new NodePage(List.of(), Optional.empty()));

    assertThat(api.run("nodes", "list", "--pool", "gpu", "--state", "idle").out())
        .isEqualTo("No node fits; without filters: baton nodes\n");
    assertThat(api.requests("GET /v1/nodes").get(0).query()).contains("pool=gpu", "state=idle");
    assertThat(api.run("nodes").out()).startsWith("No node: one is known from");
  }

  @Test
  void a_node_is_shown_with_its_bans_and_events() throws IOException {
    assertThat(api.run("nodes", "show", "n1").out())
        .contains("host-1, process 42", "RTX 4090, 24.0 GiB", "rack=7, zone=a")
        .contains("It is slow. (ends in ", "3 completed, 1 drained", "It failed there.", "Hello.");
    assertThat(api.run("nodes", "show", "n1", "-q").out()).isEqualTo("quarantined\n");
    assertThat(json("nodes", "show", "n1", "--json").path("bans")).hasSize(1);
  }

  @Test
  void orders_are_given_and_say_how_they_are_taken_back() throws IOException {
    assertThat(api.run("nodes", "drain", "n1", "--reason", "New disk.").out())
        .contains("baton nodes undrain n1");
    assertThat(api.requests("POST /v1/nodes/n1/drain").get(0).json().path("reason").asText())
        .isEqualTo("New disk.");
    assertThat(api.run("nodes", "undrain", "n1", "-q").out()).isEmpty();
    assertThat(api.run("nodes", "quarantine", "n1", "--reason", "Slow.", "--seconds", "60").out())
        .contains("is quarantined. Its quarantine ends by itself", "baton nodes release n1");
    assertThat(api.requests("POST /v1/nodes/n1/quarantine").get(0).json().path("seconds").asInt())
        .isEqualTo(60);
    assertThat(api.run("nodes", "release", "n1").out()).contains("not quarantined any more");
    assertThat(json("nodes", "release", "n1", "--json").get(0).path("id").asText()).isEqualTo("n1");
  }

  @Test
  void bans_are_made_listed_and_lifted() throws IOException {
    assertThat(api.run("nodes", "ban", "n1", "job-1", "--reason", "It failed there.").out())
        .isEqualTo("Job job-1 does not go to node n1 any more.\n");
    assertThat(api.run("nodes", "bans", "n1").out()).contains("It failed there.");
    assertThat(api.run("nodes", "bans", "n1", "-q").out()).isEqualTo("job-1\n");
    assertThat(api.run("nodes", "bans", "--job", "job-1", "-q").out()).isEqualTo("n1\n");
    assertThat(api.run("nodes", "unban", "n1", "job-1").out())
        .isEqualTo("Job job-1 may go to node n1 again.\n");
    assertThat(json("nodes", "unban", "n1", "job-1", "--json").path("job").asText())
        .isEqualTo("job-1");
  }

  @Test
  void a_node_that_is_not_there_is_followed_by_how_to_see_nodes() {
    api.refuses("GET /v1/nodes/n2", ErrorCode.NOT_FOUND, "There is no node n2.");

    CommandLineRun show = api.run("nodes", "show", "n2");

    assertThat(show.err()).contains("There is no node n2.").contains("'baton nodes' shows");
    assertThat(show.exitCode()).isEqualTo(ExitCode.NOT_FOUND);
  }
}
