package io.baton.api.pool.demand;

import static io.baton.api.platform.TestApi.complete;
import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.heartbeat;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.baton.api.platform.PlatformTest;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.pool.PoolWorkload;
import io.baton.protocol.work.Grant;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WorkloadTest extends PlatformTest {
  @Test
  void jobs_are_told_with_the_node_time_that_they_took_and_still_need() {
    DatasetId dataset = readyDataset();
    submit(spec(dataset));
    Grant done = grantTo("node-a");
    clock.advance(Duration.ofSeconds(50));
    heartbeat(done, 60);
    complete(done).then().statusCode(204);
    submit(spec(dataset));
    submit(spec(dataset));
    grantTo("node-a");
    clock.advance(Duration.ofSeconds(10));

    PoolWorkload work = workload(Duration.ofHours(1));

    assertThat(work.jobs()).hasSize(3);
    assertThat(work.jobs().get(0).nodeSeconds()).isBetween(50.0, work.nodeSeconds() - 10);
    assertThat(work.jobs().get(0).estimated()).isFalse();
    assertThat(work.jobs().get(1).estimated()).isTrue();
    assertThat(work.lost()).isZero();
  }

  @Test
  void a_stretch_cuts_what_was_before_and_jobs_of_which_nothing_is_known_are_counted() {
    submit(spec(readyDataset()));
    grantTo("node-a");
    clock.advance(Duration.ofSeconds(40));

    PoolWorkload work = workload(Duration.ofSeconds(10));

    assertThat(work.jobs()).isEmpty();
    assertThat(work.unknown()).isEqualTo(1);
    assertThat(work.nodeSeconds()).isCloseTo(10, within(0.01));
    get("/v1/pools/local/workload?since=2020-01-01T00:00:00Z").then().statusCode(422);
  }

  private PoolWorkload workload(Duration back) {
    Instant now = Instant.parse(get("/v1/pools/local/snapshot").path("at"));
    return read(
        get("/v1/pools/local/workload?since=" + now.minus(back) + "&until=" + now),
        200,
        PoolWorkload.class);
  }
}
