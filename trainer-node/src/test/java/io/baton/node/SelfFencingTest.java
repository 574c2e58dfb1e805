package io.baton.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.node.fixture.Await;
import io.baton.node.fixture.FakeApi;
import io.baton.node.fixture.SettableClock;
import io.baton.node.fixture.TestNode;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.work.KeptWork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a node does when the API is away, on a clock that the test moves: lease 60 s. */
class SelfFencingTest {
  private static final Duration HEARTBEAT = Duration.ofSeconds(5);

  @TempDir Path directory;
  private final SettableClock clock = new SettableClock();
  private FakeApi api;
  private TestNode node;
  private ProcessHandle trainer;

  @BeforeEach
  void trainToStepThirteen() throws IOException {
    api = new FakeApi(30, 10);
    api.leases(Duration.ofSeconds(60), HEARTBEAT);
    node = new TestNode(directory, api, clock);
    node.trainer.limit(13);
    node.start();
    trainer = node.trainer.process();
    Await.until("10 is committed", () -> api.committedSteps().contains(10));
    Await.until(
        "step 13 is told",
        () -> api.lastHeartbeat().filter(heartbeat -> heartbeat.step() == 13).isPresent(),
        () -> clock.advance(Duration.ofMillis(200)));
  }

  @AfterEach
  void tearDown() {
    node.close();
    api.close();
  }

  @Test
  void short_outage_of_the_api_does_not_stop_training() {
    api.goDown();
    // Half of the lease, in steps small enough for every thread to look at the clock.
    for (int second = 0; second < 30; second++) {
      clock.advance(Duration.ofSeconds(1));
      int tries = api.requestsWhileDown();
      if (second % 5 == 4) {
        Await.until(
            "the node tries on",
            () -> api.requestsWhileDown() > tries,
            () -> clock.advance(Duration.ofMillis(10)));
      }
    }
    api.comeBack();
    int heartbeats = api.heartbeats().size();
    Await.until(
        "the lease is renewed",
        () -> api.heartbeats().size() > heartbeats,
        () -> clock.advance(Duration.ofMillis(100)));

    assertThat(trainer.isAlive()).isTrue();
    node.trainer.limit(30);
    Await.until(
        "completed",
        () -> !api.completions().isEmpty(),
        () -> clock.advance(Duration.ofMillis(10)));
    assertThat(api.attempt()).isEqualTo(1);
  }

  @Test
  void node_that_cannot_renew_stops_the_trainer_before_the_lease_lapses() {
    api.goDown();
    long heldUntil = clock.nanos() + Duration.ofSeconds(60).toNanos();
    // Three quarters of a lease that was renewed before the outage, and a second.
    clock.advance(Duration.ofSeconds(46));
    Await.until("the trainer is dead", () -> !trainer.isAlive());

    assertThat(clock.nanos() - heldUntil).isNegative();
    assertThat(node.output().resolve("checkpoint-13")).exists();
    assertThat(api.committedSteps()).containsExactly(10);
  }

  @Test
  void trainer_that_does_not_stop_is_killed_before_the_lease_lapses() {
    node.trainer.ignoreSigterm();
    api.goDown();
    long heldUntil = clock.nanos() + Duration.ofSeconds(60).toNanos();
    clock.advance(Duration.ofSeconds(46));
    clock.advance(Duration.ofSeconds(10));
    Await.until("the trainer is dead", () -> !trainer.isAlive());

    assertThat(clock.nanos() - heldUntil).isNegative();
  }

  @Test
  void node_goes_on_from_what_it_kept_when_it_claims_the_job_again() {
    outliveTheLease();
    node.trainer.forget();
    node.trainer.limit(30);
    comeBackAndComplete();

    assertThat(api.attempt()).isEqualTo(2);
    assertThat(api.workRequests().get(api.workRequests().size() - 1).keeps())
        .contains(new KeptWork(FakeApi.JOB, new Attempt(1), 13));
    assertThat(api.ends()).containsSubsequence("commit 10", "complete");
    assertThat(node.trainer.commandLine()).contains("--resume_from_checkpoint=latest");
    assertThat(api.heartbeats()).noneMatch(heartbeat -> heartbeat.step() == 11);
    assertThat(api.puts()).anyMatch(key -> key.startsWith("jobs/job-1/attempts/2/checkpoint-"));
  }

  @Test
  void node_does_not_go_on_from_what_it_kept_of_before_a_restart() {
    outliveTheLease();
    api.restartAfter(1);
    node.trainer.limit(20);
    comeBackUntilCommitted(20);

    assertThat(api.committedSteps()).doesNotContain(13);
  }

  @Test
  void kept_checkpoint_is_committed_under_the_new_attempt() {
    outliveTheLease();
    comeBackUntilCommitted(13);

    assertThat(api.lastCommit().manifest().key())
        .isEqualTo("jobs/job-1/attempts/2/checkpoint-13/manifest.json");
  }

  @Test
  void kept_checkpoint_that_was_damaged_is_not_used() throws IOException {
    outliveTheLease();
    Files.writeString(node.output().resolve("checkpoint-13/state"), "damaged");
    node.trainer.limit(20);
    comeBackUntilCommitted(20);

    assertThat(api.committedSteps()).doesNotContain(13);
  }

  @Test
  void grant_that_was_long_on_its_way_is_renewed_before_it_is_carried() {
    api.whileClaiming(() -> clock.advance(Duration.ofSeconds(70)));
    outliveTheLease();
    node.trainer.limit(30);
    comeBackAndComplete();

    assertThat(api.attempt()).isEqualTo(2);
  }

  private void outliveTheLease() {
    api.goDown();
    clock.advance(Duration.ofSeconds(46));
    Await.until("what was written is kept", () -> Files.exists(kept()));
    clock.advance(Duration.ofSeconds(20));
    api.endLease();
  }

  private Path kept() {
    return node.jobDirectory().resolve("kept.json");
  }

  private void comeBackUntilCommitted(int step) {
    api.comeBack();
    Await.until(
        "committed",
        () -> api.committedSteps().contains(step),
        () -> clock.advance(Duration.ofMillis(20)));
  }

  private void comeBackAndComplete() {
    api.comeBack();
    Await.until(
        "completed",
        () -> !api.completions().isEmpty(),
        () -> clock.advance(Duration.ofMillis(20)));
  }
}
