package io.baton.api.pool.history;

import static io.baton.api.platform.TestApi.claim;
import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.put;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static io.baton.api.pool.TestPools.decision;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.PlatformTest;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.pool.NodeCounts;
import io.baton.protocol.pool.PoolHistory;
import io.baton.protocol.pool.PoolOverview;
import io.baton.protocol.pool.ProviderReport;
import io.baton.protocol.pool.ScalerBeat;
import io.baton.protocol.pool.ScalerLease;
import io.baton.protocol.pool.ScalingAction;
import io.baton.protocol.pool.ScalingReason;
import io.baton.protocol.pool.StoredScalingDecision;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PoolHistoryTest extends PlatformTest {
  @Inject PoolSampling sampling;
  @Inject PoolMetrics metrics;

  @Test
  void page_of_a_pool_tells_what_operators_look_for() {
    claim("idle");
    DatasetId dataset = readyDataset();
    submit(spec(dataset));
    submit(spec(dataset));
    grantTo("busy");
    put("/v1/pools/local/policy", "{\"nodePricePerHour\":0.5,\"paused\":true}")
        .then()
        .statusCode(200);
    PoolOverview before = overview();
    ScalerLease lease = beat(report(4, 3));
    StoredScalingDecision decision = decided();

    PoolOverview after = overview();

    assertThat(before.costPerHour()).hasValue(1.0);
    assertThat(before.scaler()).isEmpty();
    assertThat(after.policyVersion()).isEqualTo(1);
    assertThat(after.paused()).isTrue();
    assertThat(after.demand().claimable()).isEqualTo(1);
    assertThat(after.demand().running()).isEqualTo(1);
    assertThat(after.nodes()).isEqualTo(new NodeCounts(1, 1, 0, 0, 0));
    assertThat(after.provider()).hasValue(report(4, 3));
    assertThat(after.scaler()).hasValue(lease);
    assertThat(after.costPerHour()).hasValue(1.5);
    assertThat(after.newestDecision()).hasValue(decision);
    clock.advance(Duration.ofMinutes(6));
    assertThat(overview().scaler()).isEmpty();
    assertThat(overview().costPerHour()).hasValue(0.0);
    get("/v1/pools/never-heard-of").then().statusCode(404);
  }

  @Test
  void history_is_the_mean_of_equal_stretches() {
    put("/v1/pools/local/policy", "{\"nodePricePerHour\":2}").then().statusCode(200);
    for (int minute = 0; minute < 4; minute++) {
      beat(report(minute * 2, minute));
      sampling.sampleAll();
      clock.advance(Duration.ofMinutes(1));
    }

    List<PoolHistory.Point> all = history("").points();
    assertThat(all)
        .extracting(point -> point.requested().orElseThrow())
        .containsExactly(0.0, 2.0, 4.0, 6.0);
    assertThat(all).extracting(PoolHistory.Point::runningNodes).containsExactly(0.0, 1.0, 2.0, 3.0);
    assertThat(all)
        .extracting(point -> point.costPerHour().orElseThrow())
        .containsExactly(0.0, 2.0, 4.0, 6.0);
    Instant since = all.get(0).at();
    List<PoolHistory.Point> halves =
        history("?since=%s&until=%s&points=2".formatted(since, since.plusSeconds(240))).points();
    assertThat(halves).extracting(PoolHistory.Point::samples).containsExactly(2, 2);
    assertThat(halves).extracting(PoolHistory.Point::runningNodes).containsExactly(0.5, 2.5);
    for (String bad :
        List.of("?points=0", "?points=2001", "?since=now", "?since=2999-01-01T00:00:00Z")) {
      get("/v1/pools/local/history" + bad).then().statusCode(422);
    }
  }

  @Test
  void old_samples_go() {
    claim("node-a");
    sampling.sampleAll();
    clock.advance(Duration.ofDays(31));
    sampling.deleteOld();

    assertThat(tables.count("select count(*) from pool_sample")).isZero();
  }

  @Test
  void monitoring_sees_replicas_stock_outs_and_decisions() {
    put("/v1/pools/local/policy", "{\"nodePricePerHour\":2}").then().statusCode(200);
    beat(
        new ProviderReport(
            "local",
            40,
            15,
            25,
            0,
            Optional.of(Instant.parse("2026-01-01T00:00:00Z")),
            Optional.empty()));
    decided();
    sampling.sampleAll();
    metrics.refresh();

    String text = get("/q/metrics").asString();

    assertThat(text)
        .contains(
            "baton_pool_claimable{pool=\"local\"} 0.0",
            "baton_pool_cost_per_hour{pool=\"local\"} 50.0",
            "baton_pool_replicas{pool=\"local\",state=\"desired\"} 4.0",
            "baton_pool_replicas{pool=\"local\",state=\"requested\"} 40.0",
            "baton_pool_replicas{pool=\"local\",state=\"running\"} 25.0",
            "baton_pool_stockout{pool=\"local\"} 1.0",
            "baton_pool_decisions_total{action=\"scale-up\",pool=\"local\",reason=\"demand\"} ");
  }

  private static PoolOverview overview() {
    return read(get("/v1/pools/local"), 200, PoolOverview.class);
  }

  private static PoolHistory history(String query) {
    return read(get("/v1/pools/local/history" + query), 200, PoolHistory.class);
  }

  private static ScalerLease beat(ProviderReport report) {
    return read(
        put("/v1/pools/local/scaler", new ScalerBeat("a", 300, Optional.of(report))),
        200,
        ScalerLease.class);
  }

  private static StoredScalingDecision decided() {
    return read(
        post(
            "/v1/pools/local/decisions",
            decision("a", ScalingAction.SCALE_UP, ScalingReason.DEMAND, 4)),
        200,
        StoredScalingDecision.class);
  }

  private static ProviderReport report(int requested, int running) {
    return new ProviderReport(
        "local", requested, requested - running, running, 0, Optional.empty(), Optional.empty());
  }
}
