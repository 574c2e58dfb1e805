package io.baton.api.pool.scaler;

import static io.baton.api.platform.TestApi.put;
import static io.baton.api.platform.TestApi.read;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.PlatformTest;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.ProviderReport;
import io.baton.protocol.pool.ScalerBeat;
import io.baton.protocol.pool.ScalerLease;
import io.baton.protocol.problem.Problem;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ScalerLeaseTest extends PlatformTest {
  private static final PoolName POOL = new PoolName("gpu");

  @Inject ScalerLeases leases;

  @Test
  void first_that_asks_may_act_until_its_lease_is_over() {
    ScalerLease first = beat("a");
    clock.advance(Duration.ofSeconds(29));

    assertThat(first.holder()).isEqualTo("a");
    assertThat(beat("b")).isEqualTo(first);
    assertThat(beat("a").until()).isAfter(first.until());
    clock.advance(Duration.ofSeconds(31));
    assertThat(beat("b").holder()).isEqualTo("b");
    assertThat(beat("a").holder()).isEqualTo("b");
  }

  @Test
  void holder_that_gives_up_lets_another_act_at_once() {
    beat("a");
    giveUp("b");
    assertThat(beat("b").holder()).isEqualTo("a");
    giveUp("a");

    assertThat(beat("b").holder()).isEqualTo("b");
  }

  @Test
  void pools_have_a_holder_each() {
    beat("a");
    assertThat(
            read(
                    put("/v1/pools/other/scaler", new ScalerBeat("b", null, Optional.empty())),
                    200,
                    ScalerLease.class)
                .holder())
        .isEqualTo("b");
  }

  @Test
  void clock_that_was_set_back_hands_the_pool_to_whoever_asks() {
    beat("a");
    clock.advance(Duration.ofDays(-2));

    assertThat(beat("b").holder()).isEqualTo("b");
  }

  @Test
  void of_many_that_ask_at_once_one_gets_it_and_all_are_told_the_same() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (int round = 0; round < 20; round++) {
        List<Callable<ScalerLease>> asks =
            IntStream.range(0, 8)
                .<Callable<ScalerLease>>mapToObj(
                    i ->
                        () ->
                            leases.beat(POOL, new ScalerBeat("scaler-" + i, 10, Optional.empty())))
                .toList();
        Set<String> holders =
            threads.invokeAll(asks).stream()
                .map(ScalerLeaseTest::answered)
                .map(ScalerLease::holder)
                .collect(Collectors.toSet());
        assertThat(holders).as("round " + round).hasSize(1);
        clock.advance(Duration.ofSeconds(11));
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void report_is_the_one_of_the_holder() {
    beat("a", report(5));
    beat("b", report(9));

    assertThat(leases.of(POOL).orElseThrow().report).isEqualTo(report(5));
  }

  @Test
  void nonsense_is_refused() {
    assertThat(
            read(put("/v1/pools/gpu/scaler", "{\"holder\":\"a b\"}"), 422, Problem.class).detail())
        .contains("'holder'");
    assertThat(
            read(
                    put("/v1/pools/gpu/scaler", "{\"holder\":\"a\",\"leaseSeconds\":0}"),
                    422,
                    Problem.class)
                .detail())
        .contains("'leaseSeconds' must be from 1 to 3600");
    assertThat(
            read(
                    put(
                        "/v1/pools/gpu/scaler",
                        "{\"holder\":\"a\",\"report\":{\"provider\":\"x\",\"requested\":-1,\"pending\":0,\"running\":0,\"stopping\":0}}"),
                    422,
                    Problem.class)
                .detail())
        .contains("'report.requested'");
  }

  private static ScalerLease answered(Future<ScalerLease> answer) {
    try {
      return answer.get();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static ProviderReport report(int requested) {
    return new ProviderReport(
        "local", requested, 0, requested, 0, Optional.empty(), Optional.empty());
  }

  private static ScalerLease beat(String holder) {
    return beat(holder, report(1));
  }

  private static ScalerLease beat(String holder, ProviderReport report) {
    ScalerBeat beat = new ScalerBeat(holder, 30, Optional.of(report));
    return read(put("/v1/pools/gpu/scaler", beat), 200, ScalerLease.class);
  }

  private static void giveUp(String holder) {
    given().delete("/v1/pools/gpu/scaler?holder=" + holder).then().statusCode(204);
  }
}
