package io.baton.api.job;

import static io.baton.api.platform.TestApi.claim;
import static io.baton.api.platform.TestApi.commit;
import static io.baton.api.platform.TestApi.complete;
import static io.baton.api.platform.TestApi.fail;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.heartbeat;
import static io.baton.api.platform.TestApi.job;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.release;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.store;
import static io.baton.api.platform.TestApi.submit;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.checkpoint.RetentionSweep;
import io.baton.api.platform.PlatformTest;
import io.baton.api.storage.ObjectStorage;
import io.baton.protocol.job.Budgets;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import io.baton.protocol.work.FailureClass;
import io.baton.protocol.work.Grant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

@QuarkusTest
class RetryTest extends PlatformTest {
  @Inject RetentionSweep sweep;
  @Inject ObjectStorage storage;

  @Test
  void a_failed_job_goes_on_from_its_last_checkpoint_with_new_budgets() {
    Job job = submit(spec(readyDataset(), 0, Budgets.of(2, 2), Optional.empty()));
    Grant first = grantTo("node-a");
    commit(first, 20);
    fail(first, FailureClass.TRAINER_CRASH);
    release(grantTo("node-b"), 20);
    fail(grantTo("node-b"), FailureClass.TRAINER_CRASH);
    assertThat(job(job).status()).isEqualTo(JobStatus.FAILED);
    assertThat(claim("node-c")).isEmpty();

    Job retried = read(retry(job), 200, Job.class);

    assertThat(retried.status()).isEqualTo(JobStatus.PENDING);
    assertThat(retried.failures()).isZero();
    assertThat(retried.interruptions()).isZero();
    assertThat(retried.reason()).isEmpty();
    assertThat(retried.endedAt()).isEmpty();
    assertThat(retried.progress().step()).isEqualTo(20);
    Grant next = grantTo("node-c");
    assertThat(next.attempt().number()).isEqualTo(4);
    assertThat(next.resumeFrom()).extracting(Grant.ResumePoint::step).containsExactly(20);
    // One more of each than the budgets would have left.
    fail(next, FailureClass.TRAINER_CRASH);
    release(grantTo("node-d"), 20);
    complete(grantTo("node-d"));
    assertThat(job(job).status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(events(job))
        .containsSubsequence("job.failed", "job.retried", "job.started", "job.completed");
  }

  @Test
  void a_retried_job_may_go_to_the_node_where_it_failed_but_not_to_one_that_an_operator_banned() {
    Job job = submit(spec(readyDataset(), 0, Budgets.of(1, 9), Optional.empty()));
    fail(grantTo("node-a"), FailureClass.TRAINER_CRASH);
    grantToNobody("node-b");
    tables.execute(
        "insert into job_ban (job_id, node_id, reason, by_operator, created_at)"
            + " values ('"
            + job.id()
            + "', 'node-b', 'r', true, now())");
    retry(job);
    assertThat(claim("node-b")).isEmpty();
    assertThat(grantTo("node-a").job()).isEqualTo(job.id());
  }

  @Test
  void a_canceled_job_that_never_ran_starts_from_the_beginning() {
    Job job = submit(spec(readyDataset()));
    post("/v1/jobs/" + job.id() + "/cancel", "{}");
    assertThat(read(retry(job), 200, Job.class).status()).isEqualTo(JobStatus.PENDING);
    assertThat(grantTo("node-a").resumeFrom()).isEmpty();
  }

  @Test
  void the_attempt_of_before_stays_shut_out() {
    Job job = submit(spec(readyDataset()));
    Grant former = grantTo("node-a");
    commit(former, 10);
    post("/v1/jobs/" + job.id() + "/cancel", "{}");
    retry(job);
    List<String> before = tables.everythingOf(job.id().value());
    assertThat(read(heartbeat(former, 30), 409, Problem.class).code())
        .isEqualTo(ErrorCode.LEASE_LOST);
    assertThat(read(release(former, 30), 409, Problem.class).code())
        .isEqualTo(ErrorCode.LEASE_LOST);
    assertThat(tables.everythingOf(job.id().value())).isEqualTo(before);
  }

  @Test
  void jobs_that_have_not_failed_cannot_be_retried() {
    Job job = submit(spec(readyDataset()));
    assertThat(read(retry(job), 409, Problem.class).detail())
        .contains("is pending: only a failed or canceled job can be retried.");
    complete(grantTo("node-a"));
    assertThat(read(retry(job), 409, Problem.class).detail()).contains("is completed");
  }

  @Test
  void a_job_whose_checkpoints_were_deleted_does_not_start_over_by_itself() {
    Job job = submit(spec(readyDataset()));
    commit(grantTo("node-a"), 10);
    post("/v1/jobs/" + job.id() + "/cancel", "{}");
    tables.execute("delete from checkpoint");
    assertThat(read(retry(job), 409, Problem.class).detail()).contains("Submit it anew.");
  }

  @Test
  void a_sweep_that_began_before_the_retry_leaves_what_the_new_attempt_writes() {
    Job job = submit(spec(readyDataset()));
    Grant former = grantTo("node-a");
    commit(former, 10);
    store(former, "left-behind", new byte[] {1});
    post("/v1/jobs/" + job.id() + "/cancel", "{}");
    retry(job);
    Grant next = grantTo("node-b");
    store(next, "checkpoint-20/files/w", new byte[] {2});
    // What a sweeper that looked before the retry still believes.
    tables.execute(
        "update job set status = 'canceled', attempt = 1, ended_at = now(), sweep_at = now()");
    sweep.sweepAll();
    assertThat(storage.list("jobs/" + job.id() + "/"))
        .containsExactlyInAnyOrder(
            former.attemptPrefix() + "checkpoint-10/files/w",
            former.attemptPrefix() + "checkpoint-10/manifest.json",
            next.attemptPrefix() + "checkpoint-20/files/w");
  }

  private void grantToNobody(String node) {
    assertThat(claim(node)).isEmpty();
  }

  private List<String> events(Job job) {
    return tables.rows(
        "select type from event where job_id = '" + job.id() + "' order by sequence");
  }

  private static Response retry(Job job) {
    return post("/v1/jobs/" + job.id() + "/retry", "{}");
  }
}
