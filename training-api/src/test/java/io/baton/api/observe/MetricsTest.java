package io.baton.api.observe;

import static io.baton.api.platform.TestApi.fail;
import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.heartbeat;
import static io.baton.api.platform.TestApi.json;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.release;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.baton.api.lease.LeaseLapse;
import io.baton.api.platform.PlatformTest;
import io.baton.api.platform.TestApi;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.pool.PoolPolicyBuilder;
import io.baton.protocol.work.FailureClass;
import io.baton.protocol.work.Grant;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What monitoring reads, after a history that is known. */
@QuarkusTest
class MetricsTest extends PlatformTest {
  private static final Duration LEASE = Duration.ofSeconds(60);
  private static final Pattern SAMPLE = Pattern.compile("^(\\w+)(?:\\{(.*)\\})? ");
  private static final Pattern LABEL = Pattern.compile("(\\w+)=\"(?:[^\"\\\\]|\\\\.)*\"");

  @Inject LeaseLapse lapse;

  @Test
  void known_history_shows_in_the_metrics() {
    given()
        .contentType("application/json")
        .body(json(new PoolPolicyBuilder().nodePricePerHour(Optional.of(3600.0)).build()))
        .put("/v1/pools/local/policy")
        .then()
        .statusCode(200);
    DatasetId dataset = readyDataset();
    Map<String, Double> before = metrics();

    assertThat(TestApi.claim("node-a")).isEmpty();
    // Lost at step 7, claimed by another and 9 steps on.
    submit(spec(dataset));
    Grant lost = grantTo("node-a");
    heartbeat(lost, 7).then().statusCode(200);
    clock.advance(LEASE.plusSeconds(1));
    lapse.interruptAll();
    Grant next = grantTo("node-b");
    clock.advance(Duration.ofSeconds(20));
    heartbeat(next, 9).then().statusCode(200);
    release(next, 9).then().statusCode(204);
    grantTo("node-c");
    // Failed at step 4.
    submit(spec(dataset));
    submit(spec(dataset));
    Grant failed = grantTo("node-d");
    heartbeat(failed, 4).then().statusCode(200);
    fail(failed, FailureClass.BAD_INPUT).then().statusCode(204);

    Map<String, Double> after = metrics();
    assertThat(after).containsEntry("baton_jobs{state=\"pending\"}", 1.0);
    assertThat(after).containsEntry("baton_jobs{state=\"running\"}", 1.0);
    assertThat(after).containsEntry("baton_jobs{state=\"interrupted\"}", 0.0);
    assertThat(after).containsEntry("baton_jobs{state=\"stalled\"}", 0.0);
    assertThat(grown(before, after, "baton_attempts_ended_total{outcome=\"lost\"}")).isEqualTo(1);
    assertThat(grown(before, after, "baton_attempts_ended_total{outcome=\"drained\"}"))
        .isEqualTo(1);
    assertThat(grown(before, after, "baton_attempts_ended_total{outcome=\"failed\"}")).isEqualTo(1);
    assertThat(grown(before, after, "baton_steps_lost_total")).isEqualTo(7 + 9 + 4);
    assertThat(grown(before, after, "baton_heartbeats_total")).isEqualTo(3);
    assertThat(grown(before, after, "baton_claim_seconds_count{outcome=\"granted\"}")).isEqualTo(4);
    assertThat(grown(before, after, "baton_claim_seconds_count{outcome=\"nothing\"}")).isEqualTo(1);
    assertThat(grown(before, after, "baton_recovery_seconds_count")).isEqualTo(1);
    assertThat(grown(before, after, "baton_recovery_seconds_sum")).isCloseTo(20, within(10.0));
    // One a second: 61 s until the first was lost, and 20 s until the next was drained.
    assertThat(grown(before, after, "baton_cost_total")).isCloseTo(81, within(10.0));
    assertThat(after.get("baton_cost_running")).isBetween(0.0, 60.0);
    assertThat(after)
        .containsKeys(
            "baton_webhook_backlog",
            "baton_webhook_oldest_seconds",
            "baton_outbox_backlog",
            "baton_outbox_oldest_seconds",
            "baton_event_streams");
  }

  @Test
  void job_whose_lease_lapsed_unnoticed_is_stalled() {
    submit(spec(readyDataset()));
    grantTo("node-a");
    clock.advance(LEASE.plusSeconds(1));

    assertThat(metrics())
        .containsEntry("baton_jobs{state=\"stalled\"}", 1.0)
        .containsEntry("baton_jobs{state=\"running\"}", 0.0);
  }

  /** Dashboards and alerts use what that list names, and nothing else of this service. */
  @Test
  void metrics_that_dashboards_and_alerts_use_are_exported_with_these_labels() throws IOException {
    get("/v1/jobs").then().statusCode(200);
    Set<String> exported =
        get("/q/metrics")
            .asString()
            .lines()
            .filter(line -> !line.startsWith("#"))
            .map(MetricsTest::nameAndLabels)
            .collect(Collectors.toSet());

    assertThat(exported)
        .containsAll(Files.readAllLines(Path.of("../k8s/metrics/training-api.txt")));
  }

  private static String nameAndLabels(String sample) {
    Matcher matcher = SAMPLE.matcher(sample);
    assertThat(matcher.find()).as(sample).isTrue();
    String labels =
        matcher.group(2) == null
            ? ""
            : LABEL
                .matcher(matcher.group(2))
                .results()
                .map(label -> label.group(1))
                .sorted()
                .collect(Collectors.joining(" "));
    return (matcher.group(1) + " " + labels).strip();
  }

  private static double grown(Map<String, Double> before, Map<String, Double> after, String name) {
    assertThat(after).containsKey(name);
    return after.get(name) - before.getOrDefault(name, 0.0);
  }

  private static Map<String, Double> metrics() {
    Map<String, Double> values = new HashMap<>();
    get("/q/metrics")
        .asString()
        .lines()
        .filter(line -> line.startsWith("baton_"))
        .forEach(
            line -> {
              int end = line.lastIndexOf(' ');
              values.put(line.substring(0, end), Double.parseDouble(line.substring(end + 1)));
            });
    return values;
  }
}
