package io.baton.api.attempt;

import static io.baton.api.platform.TestApi.access;
import static io.baton.api.platform.TestApi.call;
import static io.baton.api.platform.TestApi.commit;
import static io.baton.api.platform.TestApi.complete;
import static io.baton.api.platform.TestApi.fail;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.heartbeat;
import static io.baton.api.platform.TestApi.job;
import static io.baton.api.platform.TestApi.manifest;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.release;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.store;
import static io.baton.api.platform.TestApi.submit;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.lease.LeaseLapse;
import io.baton.api.platform.PlatformTest;
import io.baton.api.platform.TestApi;
import io.baton.protocol.checkpoint.Checkpoint;
import io.baton.protocol.checkpoint.CheckpointCommit;
import io.baton.protocol.checkpoint.StoredFile;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.log.LogLines;
import io.baton.protocol.metric.MetricBatch;
import io.baton.protocol.metric.MetricSeries;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import io.baton.protocol.storage.AccessMethod;
import io.baton.protocol.work.Completion;
import io.baton.protocol.work.Directive;
import io.baton.protocol.work.FailureClass;
import io.baton.protocol.work.Grant;
import io.baton.protocol.work.HeartbeatAnswer;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class StaleAttemptTest extends PlatformTest {
  private static final Duration LEASE = Duration.ofSeconds(60);

  @Inject LeaseLapse lapse;

  /** How an attempt can lose its job. */
  enum Loss {
    LEASE_LAPSED,
    LAPSE_NOTICED,
    CLAIMED_OVER,
    RELEASED,
    FAILED,
    COMPLETED_BY_SUCCESSOR,
    CANCELED
  }

  @ParameterizedTest
  @EnumSource(Loss.class)
  void an_attempt_that_lost_its_job_changes_nothing(Loss loss) {
    Job job = submit(spec(readyDataset()));
    Grant stale = grantTo("node-a");
    // What the stale node uploaded while it still held the job.
    CheckpointCommit commit = manifest(stale, 20, List.of());
    StoredFile lora = store(stale, "pytorch_lora_weights.safetensors", new byte[] {1});
    lose(stale, loss);
    List<String> before = tables.everythingOf(job.id().value());

    Map<String, Response> answers =
        Map.of(
            "checkpoints", call(stale, "checkpoints", commit),
            "complete", call(stale, "complete", new Completion(TestApi.STEPS, List.of(lora))),
            "fail", fail(stale, FailureClass.BAD_INPUT),
            "release", release(stale, 5),
            "put", access(stale, AccessMethod.PUT, stale.attemptPrefix() + "late"),
            "get", access(stale, AccessMethod.GET, lora.key()),
            "metrics",
                call(
                    stale,
                    "metrics",
                    new MetricBatch(List.of(new MetricSeries("loss", List.of(1), List.of(1.0))))),
            "logs", call(stale, "logs", new LogLines(0, List.of("late"))));
    Response heartbeat = heartbeat(stale, 30);

    answers.forEach(
        (call, answer) ->
            assertThat(read(answer, 409, Problem.class).code())
                .as(call)
                .isEqualTo(ErrorCode.LEASE_LOST));
    if (loss == Loss.CANCELED) {
      HeartbeatAnswer answer = read(heartbeat, 200, HeartbeatAnswer.class);
      assertThat(answer.directive()).isEqualTo(Directive.STOP);
      assertThat(answer.reason()).isPresent();
    } else {
      assertThat(read(heartbeat, 409, Problem.class).code()).isEqualTo(ErrorCode.LEASE_LOST);
    }
    assertThat(tables.everythingOf(job.id().value())).isEqualTo(before);
  }

  private void lose(Grant grant, Loss loss) {
    switch (loss) {
      case LEASE_LAPSED -> clock.advance(LEASE.plusMillis(1));
      case LAPSE_NOTICED -> {
        clock.advance(LEASE.plusMillis(1));
        lapse.interruptAll();
      }
      case CLAIMED_OVER -> {
        clock.advance(LEASE.plusMillis(1));
        grantTo("node-b");
      }
      case RELEASED -> release(grant, 5);
      case FAILED -> fail(grant, FailureClass.TRAINER_CRASH);
      case COMPLETED_BY_SUCCESSOR -> {
        release(grant, 5);
        complete(grantTo("node-b"));
      }
      case CANCELED -> post("/v1/jobs/" + grant.job() + "/cancel", "{}");
    }
  }

  @Test
  void an_attempt_that_never_was_changes_nothing() {
    Job job = submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    List<String> before = tables.everythingOf(job.id().value());
    Grant invented =
        new Grant(
            grant.job(),
            new Attempt(2),
            grant.leaseExpiresAt(),
            grant.leaseMillis(),
            grant.heartbeatMillis(),
            grant.waitedMillis(),
            grant.spec(),
            grant.dataset(),
            grant.classImages(),
            grant.attemptPrefix(),
            grant.resumeFrom(),
            grant.sampledSteps(),
            grant.weights(),
            grant.restartedAfter());
    assertThat(read(heartbeat(invented, 3), 409, Problem.class).code())
        .isEqualTo(ErrorCode.LEASE_LOST);
    assertThat(read(release(invented, 3), 409, Problem.class).code())
        .isEqualTo(ErrorCode.LEASE_LOST);
    assertThat(tables.everythingOf(job.id().value())).isEqualTo(before);
  }

  @Test
  void completing_again_changes_nothing() {
    Job job = submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    assertThat(complete(grant).statusCode()).isEqualTo(204);
    List<String> before = tables.everythingOf(job.id().value());
    Completion again =
        new Completion(
            TestApi.STEPS,
            List.of(new StoredFile("other", grant.attemptPrefix() + "other", 1, "0".repeat(64))));
    assertThat(call(grant, "complete", again).statusCode()).isEqualTo(204);
    clock.advance(LEASE.plusMillis(1));
    assertThat(call(grant, "complete", again).statusCode()).isEqualTo(204);
    assertThat(tables.everythingOf(job.id().value())).isEqualTo(before);
  }

  @Test
  void committing_again_changes_nothing_and_another_manifest_is_refused() {
    Job job = submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    CheckpointCommit commit = manifest(grant, 10, List.of("k"));
    Checkpoint first = read(call(grant, "checkpoints", commit), 200, Checkpoint.class);
    List<String> before = tables.everythingOf(job.id().value());
    assertThat(read(call(grant, "checkpoints", commit), 200, Checkpoint.class)).isEqualTo(first);
    assertThat(tables.everythingOf(job.id().value())).isEqualTo(before);
    assertThat(read(commit(grant, 10, List.of("l")), 409, Problem.class).code())
        .isEqualTo(ErrorCode.CONFLICT);
  }

  @Test
  void what_is_not_in_storage_cannot_be_committed_or_completed() {
    Job job = submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    StoredFile missing = new StoredFile("m", grant.attemptPrefix() + "missing", 5, "0".repeat(64));
    StoredFile stored = store(grant, "short", new byte[] {1, 2});
    StoredFile longer = new StoredFile("s", stored.key(), 3, stored.sha256());
    List<Function<StoredFile, Object>> bodies =
        List.of(
            file -> new CheckpointCommit(10, file, 1, Optional.empty(), Optional.empty()),
            file -> new Completion(TestApi.STEPS, List.of(file)));
    List<String> verbs = List.of("checkpoints", "complete");
    for (int i = 0; i < 2; i++) {
      for (StoredFile file : List.of(missing, longer)) {
        Problem problem =
            read(call(grant, verbs.get(i), bodies.get(i).apply(file)), 422, Problem.class);
        assertThat(problem.code()).isEqualTo(ErrorCode.OBJECT_MISSING);
        assertThat(problem.detail()).contains(file.key());
      }
    }
    assertThat(job(job).lastCheckpointStep()).isEmpty();
    assertThat(job(job).status()).isEqualTo(JobStatus.RUNNING);
  }

  @Test
  void signed_addresses_read_the_jobs_objects_and_write_below_the_attempt_only() {
    submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    String job = "jobs/" + grant.job() + "/";
    StoredFile own = store(grant, "deep/er/file", new byte[] {7});
    assertThat(own.key()).startsWith(job + "attempts/1/");
    assertThat(access(grant, AccessMethod.GET, own.key()).statusCode()).isEqualTo(200);
    assertThat(access(grant, AccessMethod.HEAD, job + "attempts/9/x").statusCode()).isEqualTo(200);
    assertThat(access(grant, AccessMethod.PUT, job + "attempts/9/x").statusCode()).isEqualTo(422);
    assertThat(access(grant, AccessMethod.PUT, job + "x").statusCode()).isEqualTo(422);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jobs/other/attempts/1/x",
        "datasets/d/x",
        "{prefix}../2/x",
        "{prefix}..",
        "{prefix}a/../../../../x",
        "{prefix}a//b",
        "{prefix}/a",
        "/{prefix}a",
        "{prefix}",
        "{prefix}a/",
        "{prefix}./a",
        "{prefix}a\\..\\b",
        "{prefix}a\nb"
      })
  void a_key_outside_of_what_the_attempt_may_touch_is_refused(String template) {
    submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    String key = template.replace("{prefix}", grant.attemptPrefix());
    for (AccessMethod method : AccessMethod.values()) {
      assertThat(read(access(grant, method, key), 422, Problem.class).code())
          .isEqualTo(ErrorCode.INVALID_FIELD);
    }
  }
}
