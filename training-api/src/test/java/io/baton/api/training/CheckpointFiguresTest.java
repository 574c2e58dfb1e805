package io.baton.api.training;

import static io.baton.api.platform.TestApi.commit;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.heartbeat;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.release;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.PlatformTest;
import io.baton.api.platform.TestApi;
import io.baton.protocol.job.JobSpec;
import io.baton.protocol.job.training.CheckpointInterval;
import io.baton.protocol.work.FailureClass;
import io.baton.protocol.work.Grant;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@QuarkusTest
class CheckpointFiguresTest extends PlatformTest {
  private static final int STEPS = 10_000;

  @Test
  void interval_that_is_left_to_the_service_follows_what_was_measured() {
    submit(job(CheckpointInterval.AUTO));
    Grant first = grantTo("node-a");
    // Nothing is known: a twentieth of 10,000 steps, 500.
    assertThat(interval(first)).isEqualTo(500);
    // Its checkpoint costs 0.5 s, and it does 2 steps a second.
    commit(first, 10);
    heartbeat(first, 12);
    clock.advance(Duration.ofSeconds(30));
    release(first, 12);

    // The optimum for (2 h + 30 s) / 2 interruptions is 59.8 s; the requests take a moment too.
    Grant second = grantTo("node-a");
    assertThat(interval(second)).isBetween(119, 122);
    heartbeat(second, 12);
    release(second, 12);
    assertThat(interval(grantTo("other-node-with-the-same-gpu"))).isLessThan(interval(second));
  }

  @Test
  void job_of_the_same_kind_goes_by_what_others_measured_in_the_pool() {
    submit(job(CheckpointInterval.AUTO));
    Grant first = grantTo("node-a");
    commit(first, 10);
    heartbeat(first, 12);
    TestApi.fail(first, FailureClass.BAD_INPUT);
    submit(job(CheckpointInterval.AUTO));

    // No interruption in 2 h: 84.6 s at 2 steps a second.
    assertThat(interval(grantTo("node-a"))).isBetween(168, 171);
  }

  @Test
  void number_of_the_owner_stays() {
    submit(job(CheckpointInterval.ofSteps(77)));
    Grant first = grantTo("node-a");
    heartbeat(first, 12);
    release(first, 12);

    assertThat(interval(first)).isEqualTo(77);
    assertThat(interval(grantTo("node-a"))).isEqualTo(77);
  }

  private static int interval(Grant grant) {
    return grant.spec().training().orElseThrow().checkpointingSteps().steps().orElseThrow();
  }

  private static JobSpec job(CheckpointInterval interval) {
    JobSpec spec = spec(readyDataset());
    return spec.withWorkload(
        spec.training().orElseThrow().toBuilder()
            .maxTrainSteps(STEPS)
            .checkpointingSteps(interval)
            .build());
  }
}
