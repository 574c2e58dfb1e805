package io.baton.api.pulse;

import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.heartbeat;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.release;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.PlatformTest;
import io.baton.protocol.job.AttemptPulse;
import io.baton.protocol.job.Job;
import io.baton.protocol.work.Grant;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PulsesTest extends PlatformTest {
  @Inject Pulses pulses;

  @Test
  void heartbeats_are_kept_with_the_steps_that_they_told_of() {
    Job job = submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    pulses.note();
    beat(grant, 20, 3);
    beat(grant, 20, 9);

    AttemptPulse pulse = of(job).get(0);

    assertThat(pulse.attempt()).isEqualTo(grant.attempt());
    assertThat(pulse.heartbeats())
        .extracting(AttemptPulse.Heartbeat::step)
        .containsExactly(0, 3, 9);
    assertThat(Duration.between(pulse.heartbeats().get(0).at(), pulse.heartbeats().get(2).at()))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(40));
  }

  @Test
  void a_look_without_a_new_heartbeat_keeps_nothing() {
    Job job = submit(spec(readyDataset()));
    grantTo("node-a");
    pulses.note();
    clock.advance(Duration.ofSeconds(30));
    pulses.note();

    assertThat(of(job).get(0).heartbeats()).hasSize(1);
  }

  @Test
  void the_last_heartbeat_of_an_attempt_is_kept_when_it_ends() {
    Job job = submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    pulses.note();
    clock.advance(Duration.ofSeconds(1));
    heartbeat(grant, 7);
    release(grant, 7);
    grantTo("node-b");
    pulses.note();

    assertThat(of(job)).hasSize(2);
    assertThat(of(job).get(0).heartbeats()).extracting(AttemptPulse.Heartbeat::step).endsWith(7);
  }

  @Test
  void what_is_kept_of_an_attempt_is_bounded_and_spread_over_its_time() {
    Job job = submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    for (int i = 0; i < Pulses.MOST + 10; i++) {
      beat(grant, 20, 1);
    }

    List<AttemptPulse.Heartbeat> kept = of(job).get(0).heartbeats();

    assertThat(kept).hasSizeBetween(Pulses.MOST / 2, Pulses.MOST);
    Duration whole = Duration.between(kept.get(0).at(), kept.get(kept.size() - 1).at());
    for (int i = 1; i < kept.size(); i++) {
      assertThat(Duration.between(kept.get(i - 1).at(), kept.get(i).at()))
          .isLessThan(whole.dividedBy(20));
    }
  }

  private void beat(Grant grant, int seconds, int step) {
    clock.advance(Duration.ofSeconds(seconds));
    heartbeat(grant, step);
    pulses.note();
  }

  private static List<AttemptPulse> of(Job job) {
    return List.of(read(get("/v1/jobs/" + job.id() + "/heartbeats"), 200, AttemptPulse[].class));
  }
}
