package io.baton.api.checkpoint;

import static io.baton.api.platform.TestApi.access;
import static io.baton.api.platform.TestApi.commit;
import static io.baton.api.platform.TestApi.complete;
import static io.baton.api.platform.TestApi.fail;
import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.put;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.release;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.store;
import static io.baton.api.platform.TestApi.submit;
import static io.baton.api.platform.TestApi.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.PlatformTest;
import io.baton.api.storage.ObjectStorage;
import io.baton.protocol.checkpoint.Checkpoint;
import io.baton.protocol.checkpoint.StoredFile;
import io.baton.protocol.job.Job;
import io.baton.protocol.storage.AccessMethod;
import io.baton.protocol.storage.SignedUrls;
import io.baton.protocol.work.FailureClass;
import io.baton.protocol.work.Grant;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Jobs of these tests keep two checkpoints. */
@QuarkusTest
class RetentionTest extends PlatformTest {
  @Inject RetentionSweep sweep;
  @Inject ObjectStorage storage;

  @Test
  void the_newest_checkpoints_stay_and_older_ones_go_with_their_objects() {
    Job job = submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    commit(grant, 10);
    commit(grant, 20);
    sweep.sweepAll();
    assertThat(objects(job)).hasSize(4);
    commit(grant, 30);
    commit(grant, 40);

    sweep.sweepAll();

    assertThat(steps(job)).containsExactly(40, 30);
    assertThat(objects(job))
        .containsExactlyInAnyOrder(
            "checkpoint-30/files/w",
            "checkpoint-30/manifest.json",
            "checkpoint-40/files/w",
            "checkpoint-40/manifest.json");
    assertThat(tables.count("select count(*) from checkpoint")).isEqualTo(2);
    assertThat(tables.count("select count(*) from job where sweep_at is not null")).isZero();
  }

  @Test
  void objects_that_a_kept_checkpoint_names_stay_whoever_wrote_them() {
    Job job = submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    commit(grant, 10);
    String shared = grant.attemptPrefix() + "checkpoint-10/files/w";
    commit(grant, 20, List.of(shared));
    commit(grant, 30, List.of(shared));
    commit(grant, 40, List.of(shared));

    sweep.sweepAll();

    assertThat(objects(job))
        .containsExactlyInAnyOrder(
            "checkpoint-10/files/w", "checkpoint-30/manifest.json", "checkpoint-40/manifest.json");
  }

  @Test
  void a_retired_checkpoint_is_offered_to_nobody_even_before_it_is_swept() {
    submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    commit(grant, 10);
    commit(grant, 20);
    commit(grant, 30);
    release(grant, 30);
    assertThat(grantTo("node-b").resumeFrom())
        .extracting(Grant.ResumePoint::step)
        .containsExactly(30, 20);
  }

  @Test
  void after_completion_the_newest_checkpoint_and_the_lora_are_all_that_is_left() {
    Job job = submit(spec(readyDataset()));
    Grant first = grantTo("node-a");
    commit(first, 10);
    store(first, "checkpoint-20/files/w", new byte[] {1});
    release(first, 10);
    Grant second = grantTo("node-b");
    commit(second, 50);
    StoredFile late = store(second, "checkpoint-60/files/w", new byte[] {1});
    complete(second);

    sweep.sweepAll();

    assertThat(objects(job))
        .containsExactlyInAnyOrder(
            "checkpoint-50/files/w",
            "checkpoint-50/manifest.json",
            "pytorch_lora_weights.safetensors");
    assertThat(steps(job)).containsExactly(50);
    assertThat(storage.size(late.key())).isEmpty();
    assertThat(get("/v1/jobs/" + job.id() + "/artifact").statusCode()).isEqualTo(200);
  }

  @Test
  void after_completion_as_many_checkpoints_are_left_as_the_job_says() {
    Job job = submit(with(spec(readyDataset()), "{\"keepCheckpointsAfterCompletion\":2}"));
    Grant grant = grantTo("node-a");
    for (int step : List.of(40, 50, 60)) {
      commit(grant, step);
    }
    complete(grant);
    assertThat(steps(job)).containsExactly(60, 50);
  }

  @Test
  void a_job_that_failed_or_was_canceled_keeps_what_it_had() {
    Job job = submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    for (int step : List.of(30, 40, 50)) {
      commit(grant, step);
    }
    fail(grant, FailureClass.BAD_INPUT);
    sweep.sweepAll();
    assertThat(steps(job)).containsExactly(50, 40);
    post("/v1/jobs/" + job.id() + "/retry", "{}");
    post("/v1/jobs/" + job.id() + "/cancel", "{}");
    sweep.sweepAll();
    assertThat(steps(job)).containsExactly(50, 40);
    assertThat(objects(job)).hasSize(4);
  }

  @Test
  void an_upload_under_an_address_that_was_signed_before_the_end_is_swept_later() {
    Job job = submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    URI signed =
        read(access(grant, AccessMethod.PUT, grant.attemptPrefix() + "late"), 200, SignedUrls.class)
            .urls()
            .get(0)
            .url();
    post("/v1/jobs/" + job.id() + "/cancel", "{}");
    sweep.sweepAll();
    put(signed, new byte[] {1});
    sweep.sweepAll();
    assertThat(objects(job)).containsExactly("late");

    clock.advance(Duration.ofMinutes(17));
    sweep.sweepAll();

    assertThat(objects(job)).isEmpty();
    assertThat(tables.count("select count(*) from job where sweep_at is not null")).isZero();
  }

  @Test
  void a_sweep_that_died_half_way_is_finished_by_the_next() {
    Job job = submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    for (int step : List.of(10, 20, 30)) {
      commit(grant, step);
    }
    // It took the job and deleted one object.
    tables.execute("update job set sweep_at = baton_now() + interval '2 minutes'");
    storage.delete(List.of(grant.attemptPrefix() + "checkpoint-10/files/w"));
    sweep.sweepAll();
    assertThat(objects(job)).contains("checkpoint-10/manifest.json");

    clock.advance(Duration.ofMinutes(2));
    sweep.sweepAll();

    assertThat(objects(job)).doesNotContain("checkpoint-10/manifest.json").hasSize(4);
  }

  private static List<Integer> steps(Job job) {
    return List.of(read(get("/v1/jobs/" + job.id() + "/checkpoints"), 200, Checkpoint[].class))
        .stream()
        .map(Checkpoint::step)
        .toList();
  }

  /** Keys below the attempts' prefixes. */
  private List<String> objects(Job job) {
    return storage.list("jobs/" + job.id() + "/").stream()
        .map(key -> key.replaceFirst("jobs/[^/]+/attempts/[0-9]+/", ""))
        .toList();
  }
}
