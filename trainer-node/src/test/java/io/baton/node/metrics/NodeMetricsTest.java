package io.baton.node.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.node.clock.NodeClock;
import io.baton.node.fixture.Await;
import io.baton.node.fixture.FakeApi;
import io.baton.node.fixture.TestNode;
import io.baton.node.gpu.Gpu;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.PoolName;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a scrape of a node says, and that the page says the same. */
class NodeMetricsTest {
  private static final Pattern ROW =
      Pattern.compile(
          "\\| `(baton_node_[a-z_]+)`[^|]* \\| (counter|gauge|summary|info) \\| .* \\|");

  @TempDir Path directory;

  @Test
  void scrape_tells_of_the_attempt_while_it_runs_and_of_its_end_afterwards() throws Exception {
    try (FakeApi api = new FakeApi(30, 10);
        TestNode node = new TestNode(directory, api, NodeClock.SYSTEM);
        MetricsServer server =
            MetricsServer.start(new MetricsAddress("127.0.0.1", 0), node.metrics)) {
      api.leases(Duration.ofSeconds(30), Duration.ofMillis(50));
      node.trainer.limit(13);
      node.start();
      Await.until("committed", () -> api.committedSteps().contains(10));
      Await.until(
          "step 13", () -> api.lastHeartbeat().filter(beat -> beat.step() == 13).isPresent());
      Await.until(
          "counted",
          () -> get(server, "metrics").body().contains("checkpoints_committed_total 1.0"));

      String scrape = get(server, "metrics").body();
      assertThat(scrape)
          .contains("baton_node_info{gpu=\"\",node=\"node-1\",pool=\"default\"} 1")
          .contains("baton_node_attempt_running 1.0")
          .contains("baton_node_phase{phase=\"training\"} 1.0")
          .contains("baton_node_step 13.0")
          .contains("baton_node_loss 0.5")
          .contains("baton_node_steps_per_second 10.0")
          .contains("baton_node_work_at_risk_steps 3.0")
          .contains("baton_node_upload_duration_seconds_count 1");
      assertThat(value(scrape, "baton_node_lease_remaining_seconds")).isBetween(1.0, 30.0);
      assertThat(value(scrape, "baton_node_uploaded_bytes_total")).isPositive();
      assertThat(value(scrape, "baton_node_disk_free_bytes")).isPositive();
      assertThat(value(scrape, "baton_node_checkpoint_age_seconds")).isNotNegative();

      node.trainer.limit(30);
      Await.until("completed", () -> !api.completions().isEmpty());
      Await.until("ended", () -> get(server, "metrics").body().contains("{end=\"completed\"} 1.0"));
      assertThat(get(server, "metrics").body())
          .contains("baton_node_attempt_running 0.0")
          .doesNotContain("baton_node_step ");
      assertThat(get(server, "healthz").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void page_has_every_metric_with_its_kind() throws IOException {
    NodeMetrics metrics = new NodeMetrics(NodeClock.SYSTEM);
    metrics.describe(
        new NodeId("node-1"),
        new PoolName("default"),
        Optional.of(new Gpu(0, "GPU-a", "A GPU", Optional.of(1L))),
        directory);
    Map<String, String> metricsByName = new TreeMap<>();
    for (MetricSnapshot metric : metrics.registry().scrape()) {
      metricsByName.put(name(metric), kind(metric));
    }

    assertThat(rows()).isEqualTo(metricsByName);
  }

  private static String name(MetricSnapshot metric) {
    String name = metric.getMetadata().getPrometheusName();
    return switch (kind(metric)) {
      case "counter" -> name + "_total";
      case "info" -> name + "_info";
      default -> name;
    };
  }

  private static String kind(MetricSnapshot metric) {
    if (metric instanceof CounterSnapshot) {
      return "counter";
    }
    if (metric instanceof InfoSnapshot) {
      return "info";
    }
    return metric instanceof SummarySnapshot ? "summary" : "gauge";
  }

  private static Map<String, String> rows() throws IOException {
    Map<String, String> rows = new TreeMap<>();
    for (String line : Files.readAllLines(Path.of("../docs/trainer-node.md"))) {
      Matcher row = ROW.matcher(line);
      if (row.matches()) {
        rows.put(row.group(1), row.group(2));
      }
    }
    return rows;
  }

  private static double value(String scrape, String metric) {
    return scrape
        .lines()
        .filter(line -> line.startsWith(metric + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(metric.length() + 1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError(metric + " is missing in " + scrape));
  }

  private static HttpResponse<String> get(MetricsServer server, String path) {
    try {
      return HttpClient.newHttpClient()
          .send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + "/" + path))
                  .build(),
              BodyHandlers.ofString());
    } catch (IOException | InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
