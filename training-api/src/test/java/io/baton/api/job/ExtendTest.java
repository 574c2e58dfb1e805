package io.baton.api.job;

import static io.baton.api.platform.TestApi.STEPS;
import static io.baton.api.platform.TestApi.call;
import static io.baton.api.platform.TestApi.commit;
import static io.baton.api.platform.TestApi.complete;
import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.heartbeat;
import static io.baton.api.platform.TestApi.job;
import static io.baton.api.platform.TestApi.json;
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
import io.baton.api.platform.TestApi;
import io.baton.api.storage.ObjectStorage;
import io.baton.protocol.checkpoint.Artifact;
import io.baton.protocol.checkpoint.StoredFile;
import io.baton.protocol.job.AttemptOutcome;
import io.baton.protocol.job.AttemptRecord;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.problem.Problem;
import io.baton.protocol.work.Completion;
import io.baton.protocol.work.Directive;
import io.baton.protocol.work.FailureClass;
import io.baton.protocol.work.Grant;
import io.baton.protocol.work.HeartbeatAnswer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ExtendTest extends PlatformTest {
  private static final int MORE = 100;

  @Inject RetentionSweep sweep;
  @Inject ObjectStorage storage;

  @Test
  void a_completed_job_goes_on_from_its_last_checkpoint_and_its_lora_is_replaced_at_the_end() {
    Job job = submit(spec(readyDataset()));
    Grant first = grantTo("node-a");
    commit(first, 50);
    complete(first);

    Job extended = read(extend(job, MORE), 200, Job.class);

    assertThat(extended.status()).isEqualTo(JobStatus.PENDING);
    assertThat(extended.progress().step()).isEqualTo(50);
    assertThat(extended.progress().totalSteps()).isEqualTo(MORE);
    assertThat(artifact(job).step()).isEqualTo(STEPS);
    Grant second = grantTo("node-a");
    assertThat(json(second.spec().training().orElseThrow())).contains("\"maxTrainSteps\":" + MORE);
    assertThat(second.resumeFrom()).extracting(Grant.ResumePoint::step).containsExactly(50);
    commit(second, 90);
    assertThat(completeAt(second, MORE).statusCode()).isEqualTo(204);
    assertThat(artifact(job).step()).isEqualTo(MORE);
    assertThat(artifact(job).attempt()).isEqualTo(second.attempt());
    sweep.sweepAll();
    assertThat(storage.list("jobs/" + job.id() + "/"))
        .containsExactlyInAnyOrder(
            second.attemptPrefix() + "checkpoint-90/files/w",
            second.attemptPrefix() + "checkpoint-90/manifest.json",
            second.attemptPrefix() + "pytorch_lora_weights.safetensors");
    assertThat(events(job))
        .containsSubsequence("job.completed", "job.extended", "job.started", "job.completed");
  }

  @Test
  void the_lora_of_before_stays_when_the_extended_job_fails() {
    Job job = submit(spec(readyDataset()));
    Grant first = grantTo("node-a");
    commit(first, 50);
    complete(first);
    extend(job, MORE);
    fail(grantTo("node-a"));
    sweep.sweepAll();
    assertThat(job(job).status()).isEqualTo(JobStatus.FAILED);
    assertThat(artifact(job).step()).isEqualTo(STEPS);
    assertThat(storage.size(first.attemptPrefix() + "pytorch_lora_weights.safetensors"))
        .isPresent();
  }

  @Test
  void the_node_of_a_running_job_is_told_to_give_it_back_and_that_is_no_interruption() {
    Job job = submit(spec(readyDataset()));
    Grant first = grantTo("node-a");
    extend(job, MORE);
    assertThat(job(job).status()).isEqualTo(JobStatus.RUNNING);
    HeartbeatAnswer answer = read(heartbeat(first, 10), 200, HeartbeatAnswer.class);
    assertThat(answer.directive()).isEqualTo(Directive.DRAIN);
    assertThat(answer.reason()).hasValue("The job was extended to more steps.");
    commit(first, 11);
    release(first, 11);

    assertThat(job(job).status()).isEqualTo(JobStatus.INTERRUPTED);
    assertThat(job(job).interruptions()).isZero();
    assertThat(attempts(job).get(0).outcome()).hasValue(AttemptOutcome.EXTENDED);
    Grant second = grantTo("node-a");
    assertThat(second.resumeFrom()).extracting(Grant.ResumePoint::step).containsExactly(11);
    assertThat(read(heartbeat(second, 12), 200, HeartbeatAnswer.class).directive())
        .isEqualTo(Directive.CONTINUE);
    completeAt(second, MORE);
    assertThat(job(job).status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  void a_node_that_was_done_before_it_heard_of_the_extension_completes_nothing() {
    Job job = submit(spec(readyDataset()));
    Grant first = grantTo("node-a");
    commit(first, 50);
    extend(job, MORE);
    assertThat(complete(first).statusCode()).isEqualTo(204);
    assertThat(job(job).status()).isEqualTo(JobStatus.INTERRUPTED);
    assertThat(get("/v1/jobs/" + job.id() + "/artifact").statusCode()).isEqualTo(409);
    assertThat(attempts(job).get(0).stepsLost()).isEqualTo(10);
    Grant second = grantTo("node-b");
    assertThat(completeAt(second, STEPS).statusCode()).isEqualTo(422);
    assertThat(completeAt(second, MORE).statusCode()).isEqualTo(204);
  }

  @Test
  void a_job_completes_once_at_each_length() {
    Job job = submit(spec(readyDataset()));
    Grant first = grantTo("node-a");
    commit(first, 50);
    complete(first);
    assertThat(
            tables.rows(
                "select indexdef from pg_indexes where indexname = 'attempt_completed'"
                    + " and indexdef like 'CREATE UNIQUE INDEX%(job_id, last_step)%'"))
        .hasSize(1);
    assertThat(read(extend(job, STEPS), 422, Problem.class).detail())
        .isEqualTo("'maxTrainSteps' must be more than the job's 60 steps, not 60.");
    assertThat(job(job).status()).isEqualTo(JobStatus.COMPLETED);
  }

  @Test
  void what_cannot_be_made_longer_is_refused_with_the_reason() {
    Job without = submit(spec(readyDataset()));
    complete(grantTo("node-a"));
    assertThat(read(extend(without, MORE), 409, Problem.class).detail())
        .contains("completed without a checkpoint to go on from");

    Job failed = submit(spec(readyDataset()));
    fail(grantTo("node-a"));
    assertThat(read(extend(failed, MORE), 409, Problem.class).detail())
        .contains("is failed: retry it first, then extend it.");
  }

  @Test
  void a_schedule_that_knows_its_end_can_be_made_longer_only_before_it_starts() {
    String cosine = json(spec(readyDataset())).replace("\"constant\"", "\"cosine\"");
    Job job = read(post("/v1/jobs", cosine), 201, Job.class);
    assertThat(read(extend(job, 80), 200, Job.class).progress().totalSteps()).isEqualTo(80);
    release(grantTo("node-a"), 0);
    assertThat(read(extend(job, MORE), 409, Problem.class).detail())
        .contains("'cosine', which is spread over its 80 steps");
    assertThat(job(job).progress().totalSteps()).isEqualTo(80);
  }

  private static Response fail(Grant grant) {
    return TestApi.fail(grant, FailureClass.BAD_INPUT);
  }

  private static Response completeAt(Grant grant, int step) {
    StoredFile file = store(grant, "pytorch_lora_weights.safetensors", new byte[] {4, 5, 6});
    return call(grant, "complete", new Completion(step, List.of(file)));
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

  private static Response extend(Job job, int steps) {
    return post("/v1/jobs/" + job.id() + "/extend", "{\"maxTrainSteps\":" + steps + "}");
  }
}
