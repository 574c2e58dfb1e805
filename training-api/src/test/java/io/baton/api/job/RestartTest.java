package io.baton.api.job;

import static io.baton.api.platform.TestApi.STEPS;
import static io.baton.api.platform.TestApi.call;
import static io.baton.api.platform.TestApi.commit;
import static io.baton.api.platform.TestApi.complete;
import static io.baton.api.platform.TestApi.fail;
import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.heartbeat;
import static io.baton.api.platform.TestApi.job;
import static io.baton.api.platform.TestApi.manifest;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.release;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static io.baton.api.platform.TestApi.with;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.checkpoint.RetentionSweep;
import io.baton.api.platform.PlatformTest;
import io.baton.api.storage.ObjectStorage;
import io.baton.protocol.checkpoint.Artifact;
import io.baton.protocol.checkpoint.CheckpointCommit;
import io.baton.protocol.job.AttemptRecord;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobSpec;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import io.baton.protocol.work.FailureClass;
import io.baton.protocol.work.Grant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Jobs that go back to an earlier checkpoint. */
@QuarkusTest
class RestartTest extends PlatformTest {
  @Inject RetentionSweep sweep;
  @Inject ObjectStorage storage;

  @Test
  void a_completed_job_goes_back_and_completes_once_more() {
    Job job = submit(keeping(3));
    Grant first = trainedTo(20, 40, 60);
    complete(first);

    Job restarted = read(restart(job, 20), 200, Job.class);

    assertThat(restarted.status()).isEqualTo(JobStatus.PENDING);
    assertThat(restarted.progress().step()).isEqualTo(20);
    assertThat(restarted.lastCheckpointStep()).hasValue(20);
    assertThat(restarted.endedAt()).isEmpty();
    sweep.sweepAll();
    assertThat(objects(job))
        .containsExactlyInAnyOrder(
            "1/checkpoint-20/files/w",
            "1/checkpoint-20/manifest.json",
            "1/pytorch_lora_weights.safetensors");
    assertThat(artifact(job).attempt()).isEqualTo(first.attempt());
    Grant second = grantTo("node-b");
    assertThat(second.resumeFrom()).extracting(Grant.ResumePoint::step).containsExactly(20);
    assertThat(second.restartedAfter()).contains(first.attempt());
    commit(second, 40);
    assertThat(complete(second).statusCode()).isEqualTo(204);
    assertThat(job(job).status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(artifact(job).attempt()).isEqualTo(second.attempt());
    assertThat(events(job))
        .containsSubsequence("job.completed", "job.restarted", "job.started", "job.completed");
  }

  @Test
  void a_job_whose_training_was_spoilt_goes_on_from_before_with_new_budgets() {
    Job job = submit(with(keeping(1), "{\"budgets\":{\"maxFailures\":1}}"));
    Grant first = trainedTo(20, 40, 60);
    fail(first, FailureClass.TRAINER_CRASH);
    assertThat(job(job).status()).isEqualTo(JobStatus.FAILED);

    Job restarted = read(restart(job, 40), 200, Job.class);

    assertThat(restarted.failures()).isZero();
    assertThat(restarted.reason()).isEmpty();
    Grant second = grantTo("node-a");
    assertThat(second.resumeFrom()).extracting(Grant.ResumePoint::step).containsExactly(40, 20);
    assertThat(complete(second).statusCode()).isEqualTo(204);
  }

  @Test
  void steps_that_are_given_up_are_steps_to_be_done_again() {
    Job job = submit(keeping(3));
    Grant first = trainedTo(20);
    release(first, 25);
    Grant second = trainedTo(40);
    heartbeat(second, 47);
    cancel(job);

    restart(job, 20);

    assertThat(attempts(job)).extracting(AttemptRecord::stepsLost).containsExactly(5, 27);
  }

  @Test
  void the_attempt_of_before_cannot_bring_back_what_was_given_up() {
    Job job = submit(keeping(3));
    Grant former = trainedTo(20, 40);
    CheckpointCommit inFlight = manifest(former, 50, List.of());
    release(former, 50);
    restart(job, 20);
    List<String> before = tables.everythingOf(job.id().value());

    assertThat(read(call(former, "checkpoints", inFlight), 409, Problem.class).code())
        .isEqualTo(ErrorCode.LEASE_LOST);

    assertThat(tables.everythingOf(job.id().value())).isEqualTo(before);
    Grant next = grantTo("node-b");
    assertThat(read(call(former, "checkpoints", inFlight), 409, Problem.class).code())
        .isEqualTo(ErrorCode.LEASE_LOST);
    assertThat(next.resumeFrom()).extracting(Grant.ResumePoint::step).containsExactly(20);
  }

  @Test
  void objects_that_checkpoints_share_stay_as_long_as_one_that_is_kept_names_them() {
    Job job = submit(keeping(3));
    Grant first = grantTo("node-a");
    commit(first, 10);
    String shared = first.attemptPrefix() + "checkpoint-10/files/w";
    commit(first, 20, List.of(shared));
    commit(first, 30, List.of(shared));
    cancel(job);
    restart(job, 20);
    Grant second = grantTo("node-b");
    commit(second, 30, List.of(shared));
    commit(second, 40, List.of(shared));

    sweep.sweepAll();

    assertThat(objects(job))
        .containsExactlyInAnyOrder(
            "1/checkpoint-10/files/w",
            "1/checkpoint-20/manifest.json",
            "2/checkpoint-30/manifest.json",
            "2/checkpoint-40/manifest.json");
  }

  @Test
  void what_cannot_be_restarted_is_refused_with_what_to_do_instead() {
    Job job = submit(keeping(3));
    assertThat(why(restart(job, 20))).endsWith("storage keeps none of it.");
    trainedTo(20, 40, 60);
    List<String> before = tables.everythingOf(job.id().value());
    assertThat(why(restart(job, 20))).endsWith("is running: cancel it first, then restart it.");
    assertThat(tables.everythingOf(job.id().value())).isEqualTo(before);
    cancel(job);
    assertThat(why(restart(job, 30)))
        .isEqualTo(
            "Job "
                + job.id()
                + " has no checkpoint at step 30: storage keeps those at steps 20, 40 and 60.");
    assertThat(read(restart(job, 0), 422, Problem.class).detail())
        .isEqualTo("'step' must be from 1 to 1000000, not 0.");
    assertThat(job(job).status()).isEqualTo(JobStatus.CANCELED);
  }

  @Test
  void a_restart_that_is_sent_twice_under_a_key_is_done_once() {
    Job job = submit(keeping(3));
    trainedTo(20, 40);
    cancel(job);
    for (int time = 0; time < 2; time++) {
      given()
          .header("Idempotency-Key", "back-to-20")
          .contentType(ContentType.JSON)
          .body("{\"step\":20}")
          .post("/v1/jobs/" + job.id() + "/restart")
          .then()
          .statusCode(200);
    }
    assertThat(events(job)).containsOnlyOnce("job.restarted");
  }

  private static JobSpec keeping(int afterCompletion) {
    return with(
        spec(readyDataset()),
        "{\"keepCheckpoints\":3,\"keepCheckpointsAfterCompletion\":" + afterCompletion + "}");
  }

  /** By a node that takes the job. */
  private static Grant trainedTo(int... checkpoints) {
    Grant grant = grantTo("node-a");
    for (int step : checkpoints) {
      commit(grant, step).then().statusCode(200);
    }
    assertThat(grant.totalSteps()).isEqualTo(STEPS);
    return grant;
  }

  private static void cancel(Job job) {
    post("/v1/jobs/" + job.id() + "/cancel", "{}").then().statusCode(200);
  }

  private static Response restart(Job job, int step) {
    return post("/v1/jobs/" + job.id() + "/restart", "{\"step\":" + step + "}");
  }

  private static String why(Response refused) {
    return read(refused, 409, Problem.class).detail();
  }

  private static List<AttemptRecord> attempts(Job job) {
    return List.of(read(get("/v1/jobs/" + job.id() + "/attempts"), 200, AttemptRecord[].class));
  }

  private static Artifact artifact(Job job) {
    return read(get("/v1/jobs/" + job.id() + "/artifact"), 200, Artifact.class);
  }

  private List<String> events(Job job) {
    return tables.rows(
        "select type from event where job_id = '" + job.id() + "' order by sequence");
  }

  /** Keys from the attempt's number on. */
  private List<String> objects(Job job) {
    return storage.list("jobs/" + job.id() + "/").stream()
        .map(key -> key.replaceFirst("jobs/[^/]+/attempts/", ""))
        .toList();
  }
}
