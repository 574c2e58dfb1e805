package io.baton.cli.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.cli.CommandLineRun;
import io.baton.cli.ExitCode;
import io.baton.cli.FakeApi;
import io.baton.cli.document.Documents;
import io.baton.protocol.client.Json;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.NodeCounts;
import io.baton.protocol.pool.PolicySimulation;
import io.baton.protocol.pool.Pool;
import io.baton.protocol.pool.PoolDemand;
import io.baton.protocol.pool.PoolHistory;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.PoolOverview;
import io.baton.protocol.pool.PoolPolicy;
import io.baton.protocol.pool.ProviderReport;
import io.baton.protocol.pool.ScalingAction;
import io.baton.protocol.pool.ScalingDecision;
import io.baton.protocol.pool.ScalingDecisionPage;
import io.baton.protocol.pool.ScalingInputs;
import io.baton.protocol.pool.ScalingReason;
import io.baton.protocol.pool.StoredPoolPolicy;
import io.baton.protocol.problem.ErrorCode;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyTest {
  private static final PoolName POOL = new PoolName("gpu");
  private static final PoolOverview OVERVIEW =
      new PoolOverview(
          POOL,
          3,
          false,
          false,
          new PoolOverview.DemandInShort(4, false, 1, Optional.empty()),
          NodeCounts.NONE,
          Optional.of(new ProviderReport("local", 3, 1, 2, 0, Optional.empty(), Optional.empty())),
          Optional.empty(),
          Optional.empty(),
          Optional.of(0.6),
          Optional.empty());
  private static final ScalingDecision DECISION =
      new ScalingDecision(
          "a",
          ScalingAction.SCALE_UP,
          ScalingReason.DEMAND,
          "Four jobs want four nodes: asks for 1 more.",
          4,
          3,
          4,
          List.of(),
          List.of(),
          true,
          new ScalingInputs(3, 0, 20, 4, 0, 0, 0, 0, 0, 0, 0, Optional.empty()));
  private static final Set<String> IN_FILES = Set.of("schedules", "nodes");

  @TempDir Path directory;
  private final FakeApi api = new FakeApi();
  private final List<String> versions = new ArrayList<>();

  @BeforeEach
  void prepare() {
    StoredPoolPolicy stored =
        new StoredPoolPolicy(POOL, PoolPolicy.DEFAULT, 3, Optional.empty(), Optional.of("ann"));
    api.answers("GET /v1/pools", List.of(new Pool(POOL, NodeCounts.NONE, true)))
        .answers("GET /v1/pools/gpu/policy", stored)
        .answers("GET /v1/pools/gpu/demand", PoolDemand.of(POOL, 4, 1, List.of(new NodeId("n"))))
        .answers("GET /v1/pools/gpu", OVERVIEW)
        .answers(
            "GET /v1/pools/gpu/decisions", new ScalingDecisionPage(List.of(), Optional.empty()))
        .handles(
            "PUT /v1/pools/gpu/policy",
            (exchange, body) -> {
              versions.add(exchange.getRequestHeaders().getFirst("If-Match"));
              PoolPolicy policy = Json.mapper().readValue(body, PoolPolicy.class);
              FakeApi.send(
                  exchange,
                  200,
                  new StoredPoolPolicy(POOL, policy, 4, Optional.empty(), Optional.empty()));
            });
  }

  @AfterEach
  void close() {
    api.close();
  }

  @Test
  void a_change_shows_what_is_different_and_keeps_the_rest() {
    CommandLineRun set =
        api.run("policy", "set", "gpu", "--max-replicas", "20", "--node-price", "0.29", "--paused");

    assertThat(set.err()).isEmpty();
    assertThat(set.out().lines())
        .containsExactly(
            "  maxReplicas  10 → 20",
            "  paused  false → true",
            "  nodePricePerHour  (none) → 0.29",
            "Pool gpu has policy version 4.");
    assertThat(versions).containsExactly("\"3\"");
  }

  @Test
  void a_dry_run_changes_nothing() {
    CommandLineRun set = api.run("policy", "set", "--idle-seconds", "600", "--dry-run");

    assertThat(set.out()).contains("idleSeconds  60 → 600").contains("Nothing was changed.");
    assertThat(api.requests("PUT /v1/pools/gpu/policy")).isEmpty();
  }

  @Test
  void what_get_prints_set_takes() throws IOException {
    Path file = directory.resolve("policy.yaml");
    Files.writeString(file, api.run("policy", "get").out());

    CommandLineRun set = api.run("policy", "set", "-f", file.toString(), "--replace");

    assertThat(set.err()).isEmpty();
    assertThat(set.out()).contains("Nothing is different.").contains("version 3");
    assertThat(api.requests("PUT /v1/pools/gpu/policy")).isEmpty();
  }

  @Test
  void what_makes_no_policy_is_refused_before_anything_is_sent() throws IOException {
    Path file = directory.resolve("policy.yaml");
    Files.writeString(file, "schedules:\n  - {name: day, cron: 0 8 * * 1-5}\n");

    assertThat(api.run("policy", "set", "gpu", "--min-replicas", "11").err())
        .contains("--max-replicas must be at least minReplicas (11), not 10");
    assertThat(api.run("policy", "set", "gpu", "-f", file.toString()).err())
        .contains("schedules")
        .contains("durationSeconds");
    assertThat(api.run("policy", "set", "gpu").exitCode()).isEqualTo(ExitCode.USAGE);
    assertThat(versions).isEmpty();
  }

  @Test
  void a_policy_that_somebody_else_changed_meanwhile_is_left_alone() {
    api.refuses("PUT /v1/pools/gpu/policy", ErrorCode.PRECONDITION_FAILED, "It has version 4.");

    CommandLineRun set = api.run("policy", "set", "gpu", "--step-up", "2");

    assertThat(set.exitCode()).isEqualTo(ExitCode.REFUSED);
    assertThat(set.err()).contains("It has version 4.").contains("Look at it again");
  }

  @Test
  void what_the_autoscaler_would_decide_under_another_policy_is_asked() {
    List<String> asked = new ArrayList<>();
    api.handles(
        "POST /v1/pools/gpu/explain",
        (exchange, body) -> {
          asked.add(body);
          FakeApi.send(exchange, 200, DECISION);
        });
    PolicySimulation.Outcome slow =
        new PolicySimulation.Outcome(2, Optional.of(0.6), 0.1, 90, 3600, 5, 1, 2);
    PolicySimulation.Outcome fast =
        new PolicySimulation.Outcome(3, Optional.of(0.9), 0.2, 30, 60, 6, 0, 8);
    api.answers(
        "POST /v1/pools/gpu/simulate",
        new PolicySimulation(
            POOL,
            Instant.EPOCH,
            Instant.EPOCH.plusSeconds(86_400),
            6,
            slow,
            fast,
            List.of("No node vanishes, as none did then.")));

    CommandLineRun explain =
        api.run("policy", "explain", "gpu", "--max-replicas", "20", "--simulate");

    assertThat(explain.err()).isEmpty();
    assertThat(asked.get(0)).contains("\"maxReplicas\":20");
    assertThat(explain.out())
        .contains("maxReplicas  10 → 20", "The autoscaler would decide now: Four jobs want four")
        .contains("most nodes at once", "No node vanishes");
    assertThat(versions).isEmpty();
  }

  @Test
  void without_an_autoscaler_the_last_decision_is_told_and_a_simulation_fails() {
    api.refuses(
        "POST /v1/pools/gpu/explain",
        ErrorCode.AUTOSCALER_UNAVAILABLE,
        "No autoscaler answers for pool gpu: nothing answers there.");

    assertThat(api.run("policy", "explain", "gpu").out())
        .contains("No autoscaler answers for pool gpu", "has recorded a decision about it yet");
    CommandLineRun simulate = api.run("policy", "explain", "gpu", "--simulate");
    assertThat(simulate.exitCode()).isEqualTo(ExitCode.UNREACHABLE);
    assertThat(simulate.err()).contains("No autoscaler answers for pool gpu");
  }

  @Test
  void a_policy_is_explained_in_words() {
    api.answers("POST /v1/pools/gpu/explain", DECISION);
    CommandLineRun explain = api.setting().terminal(80).run("policy", "explain");

    assertThat(explain.out())
        .contains("There are 0 to 10 nodes, one for every job that waits or runs.")
        .contains("A node that is not needed goes after 1 minute")
        .contains("Now 4 jobs wait and 1 runs");
    assertThat(explain.out().lines()).allMatch(line -> line.length() <= 80);
  }

  @Test
  void every_field_of_a_policy_has_an_option_or_is_set_by_a_file() {
    List<String> fields = new ArrayList<>();
    for (RecordComponent component : PoolPolicy.class.getRecordComponents()) {
      if (component.getType().isRecord()) {
        for (RecordComponent inner : component.getType().getRecordComponents()) {
          fields.add(component.getName() + "." + inner.getName());
        }
      } else if (!IN_FILES.contains(component.getName())) {
        fields.add(component.getName());
      }
    }
    assertThat(PolicyFlags.paths()).containsExactlyInAnyOrderElementsOf(fields);
  }

  @Test
  void a_pool_is_shown_with_its_demand_and_policy() {
    assertThat(api.run("pool").out()).contains("gpu");
    assertThat(api.run("pool", "show").out())
        .contains("4 jobs")
        .contains("version 3, set by 'ann'")
        .contains("Provider local was asked for 3 nodes, runs 2", "No autoscaler acts on it")
        .contains("baton pool decisions gpu");
    assertThat(api.run("pool", "demand", "-q").out()).isEqualTo("4\n");
    assertThat(api.run("pool", "decisions", "--action", "grow").exitCode())
        .isEqualTo(ExitCode.USAGE);
  }

  @Test
  void the_history_of_a_pool_is_drawn() {
    List<PoolHistory.Point> points = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      points.add(
          new PoolHistory.Point(
              Instant.EPOCH.plusSeconds(i), 1, i, Optional.empty(), 2, 1, Optional.of(0.5)));
    }
    api.answers("GET /v1/pools/gpu/history", new PoolHistory(POOL, points));

    assertThat(api.run("pool", "history").out())
        .contains("jobs waiting   0.0    1.5   3.0   ▁▃▆█")
        .contains("cost per hour")
        .doesNotContain("replicas asked for");
    assertThat(api.run("pool", "history", "--hours", "0").exitCode()).isEqualTo(ExitCode.USAGE);
  }

  @Test
  void yaml_says_the_same_as_json() {
    assertThat(Documents.yaml(PoolPolicy.DEFAULT)).contains("maxReplicas: 10");
  }
}
