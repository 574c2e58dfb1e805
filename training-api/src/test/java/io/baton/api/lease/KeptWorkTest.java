package io.baton.api.lease;

import static io.baton.api.platform.TestApi.commit;
import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.heartbeat;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.release;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static io.baton.api.platform.TestApi.workRequest;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.PlatformTest;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.job.AttemptOutcome;
import io.baton.protocol.job.AttemptRecord;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobRestart;
import io.baton.protocol.work.Grant;
import io.baton.protocol.work.KeptWork;
import io.baton.protocol.work.WorkRequest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A node that comes back with work that nobody else has. */
@QuarkusTest
class KeptWorkTest extends PlatformTest {
  private static final Duration LEASE = Duration.ofSeconds(60);

  @Inject LeaseLapse lapse;
  @Inject Claims claims;

  @Test
  void node_gets_the_job_of_its_work_before_one_that_was_lost_longer() {
    submitTwo();
    Grant longerLost = grantTo("node-b");
    clock.advance(Duration.ofSeconds(5));
    Grant kept = grantTo("node-a");
    clock.advance(LEASE);
    lapse.interruptAll();

    Grant again = claims.claim(keeping(kept, 20)).orElseThrow();

    assertThat(again.job()).isEqualTo(kept.job());
    assertThat(again.attempt().number()).isEqualTo(2);
    assertThat(grantTo("node-c").job()).isEqualTo(longerLost.job());
  }

  @Test
  void work_that_is_not_newer_than_what_is_committed_gives_no_precedence() {
    submitTwo();
    Grant longerLost = grantTo("node-b");
    clock.advance(Duration.ofSeconds(5));
    Grant kept = grantTo("node-a");
    commit(kept, 20).then().statusCode(200);
    clock.advance(LEASE);

    assertThat(claims.claim(keeping(kept, 20)).orElseThrow().job()).isEqualTo(longerLost.job());
  }

  @Test
  void job_that_another_node_has_by_then_is_not_taken_from_it() {
    submit(spec(readyDataset()));
    Grant kept = grantTo("node-a");
    clock.advance(LEASE);
    Grant next = grantTo("node-b");

    assertThat(claims.claim(keeping(kept, 20))).isEmpty();
    heartbeat(next, 1).then().statusCode(200);
  }

  @Test
  void node_that_gave_its_attempt_up_need_not_wait_for_the_end_of_the_lease() {
    submit(spec(readyDataset()));
    Grant kept = grantTo("node-a");

    Grant again = claims.claim(keeping(kept, 20)).orElseThrow();

    assertThat(again.attempt().number()).isEqualTo(2);
    heartbeat(kept, 21).then().statusCode(409);
    heartbeat(again, 21).then().statusCode(200);
    AttemptRecord former =
        read(get("/v1/jobs/" + kept.job() + "/attempts"), 200, AttemptRecord[].class)[0];
    assertThat(former.outcome()).contains(AttemptOutcome.LOST);
    assertThat(former.reason()).contains("The node could not renew its lease.");
    assertThat(read(get("/v1/jobs/" + kept.job()), 200, Job.class).interruptions()).isEqualTo(1);
  }

  @Test
  void work_of_before_a_restart_gives_no_precedence() {
    submitTwo();
    Grant longerLost = grantTo("node-b");
    clock.advance(Duration.ofSeconds(5));
    Grant kept = grantTo("node-a");
    commit(kept, 10).then().statusCode(200);
    commit(kept, 20).then().statusCode(200);
    clock.advance(LEASE);
    lapse.interruptAll();
    post("/v1/jobs/" + kept.job() + "/restart", new JobRestart(10)).then().statusCode(200);
    Grant next = grantOf(kept.job());
    clock.advance(LEASE);
    lapse.interruptAll();

    assertThat(next.restartedAfter()).contains(kept.attempt());
    assertThat(claims.claim(keeping(kept, 25)).orElseThrow().job()).isEqualTo(longerLost.job());
  }

  @Test
  void nobody_gives_up_the_attempt_of_another_node() {
    submit(spec(readyDataset()));
    Grant held = grantTo("node-a");

    assertThat(claims.claim(keeping("node-b", held, 20))).isEmpty();
    heartbeat(held, 1).then().statusCode(200);
  }

  /** While the other job is with a node that lives. */
  private static Grant grantOf(JobId job) {
    Grant other = grantTo("node-c");
    Grant wanted = grantTo("node-d");
    assertThat(wanted.job()).isEqualTo(job);
    release(other, 0);
    return wanted;
  }

  private static void submitTwo() {
    DatasetId dataset = readyDataset();
    submit(spec(dataset));
    submit(spec(dataset));
  }

  private static WorkRequest keeping(Grant grant, int step) {
    return keeping("node-a", grant, step);
  }

  private static WorkRequest keeping(String node, Grant grant, int step) {
    WorkRequest request = workRequest(node);
    return new WorkRequest(
        request.node(),
        request.pool(),
        request.host(),
        request.processId(),
        request.capabilities(),
        Optional.of(new KeptWork(grant.job(), grant.attempt(), step)),
        Optional.empty());
  }
}
