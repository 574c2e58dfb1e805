package io.baton.api.sample;

import static io.baton.api.platform.TestApi.access;
import static io.baton.api.platform.TestApi.call;
import static io.baton.api.platform.TestApi.fail;
import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.job;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.release;
import static io.baton.api.platform.TestApi.sha256;
import static io.baton.api.platform.TestApi.store;
import static io.baton.api.platform.TestApi.submit;
import static io.baton.api.platform.TestApi.with;
import static io.baton.api.sample.SeparateDrawing.LORA;
import static io.baton.api.sample.SeparateDrawing.checkpoint;
import static io.baton.api.sample.SeparateDrawing.draw;
import static io.baton.api.sample.SeparateDrawing.drawer;
import static io.baton.api.sample.SeparateDrawing.samplers;
import static io.baton.api.sample.SeparateDrawing.separate;
import static io.baton.api.sample.SeparateDrawing.told;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.checkpoint.RetentionSweep;
import io.baton.api.platform.PlatformTest;
import io.baton.api.platform.TestApi;
import io.baton.api.storage.ObjectStorage;
import io.baton.protocol.checkpoint.StoredFile;
import io.baton.protocol.event.EventType;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobCounts;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobPage;
import io.baton.protocol.job.JobRestart;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.job.sample.SamplePage;
import io.baton.protocol.job.sample.SampleSet;
import io.baton.protocol.storage.AccessMethod;
import io.baton.protocol.work.Completion;
import io.baton.protocol.work.FailureClass;
import io.baton.protocol.work.Grant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Images that jobs of their own draw. */
@QuarkusTest
class SamplerTest extends PlatformTest {
  @Inject RetentionSweep sweep;
  @Inject ObjectStorage storage;

  @Test
  void the_first_checkpoint_at_or_after_each_multiple_is_drawn_once() {
    Job job = submit(separate());
    Grant grant = grantTo("node-a");
    checkpoint(grant, 10);
    assertThat(samplers(job)).isEmpty();
    checkpoint(grant, 25);
    checkpoint(grant, 25);
    checkpoint(grant, 30);
    assertThat(samplers(job)).hasSize(1);
    checkpoint(grant, 40);
    List<Job> samplers = samplers(job);
    assertThat(samplers).hasSize(2);
    assertThat(samplers.get(0).spec().priority()).isEqualTo(-1000);
    assertThat(samplers.get(0).spec().name()).startsWith("Samples of step 40 of ");

    JobPage page = read(get("/v1/jobs"), 200, JobPage.class);
    assertThat(page.jobs()).extracting(Job::id).containsExactly(job.id());
    assertThat(read(get("/v1/jobs/counts"), 200, JobCounts.class).total()).isEqualTo(1);
  }

  @Test
  void what_it_draws_belongs_to_the_job_even_when_the_checkpoint_is_gone() {
    Job job = submit(separate());
    Grant grant = grantTo("node-a");
    checkpoint(grant, 20);
    checkpoint(grant, 30);
    StoredFile lora = store(grant, LORA, new byte[] {60});
    call(grant, "complete", new Completion(TestApi.STEPS, List.of(lora)));
    sweep.sweepAll();

    Grant first = drawer();
    StoredFile weights = first.weights().orElseThrow();
    assertThat(first.dataset()).isEmpty();
    assertThat(first.totalSteps()).isEqualTo(1);
    assertThat(weights.sha256()).isEqualTo(sha256(new byte[] {20}));
    assertThat(access(first, AccessMethod.GET, weights.key()).statusCode()).isEqualTo(200);
    assertThat(access(first, AccessMethod.PUT, weights.key()).statusCode()).isEqualTo(422);
    assertThat(access(first, AccessMethod.GET, lora.key()).statusCode()).isEqualTo(422);
    assertThat(storage.size(weights.key())).hasValue(1);
    draw(first, 1);
    draw(drawer(), 2);

    List<SampleSet> sets =
        read(get("/v1/jobs/" + job.id() + "/samples"), 200, SamplePage.class).sets();
    assertThat(sets).extracting(SampleSet::step).containsExactly(20, TestApi.STEPS);
    assertThat(sets.get(0).sampler()).contains(first.job());
    assertThat(sets.get(0).seed()).isEqualTo(7);
    assertThat(told(job)).containsExactly(EventType.SAMPLES, EventType.SAMPLES);
    sweep.sweepAll();
    assertThat(storage.list("jobs/" + job.id() + "/"))
        .doesNotContain(weights.key())
        .contains(lora.key());
    assertThat(storage.list("jobs/" + first.job() + "/")).hasSize(1);

    given().delete("/v1/jobs/" + job.id() + "/samples");
    given().delete("/v1/jobs/" + first.job() + "/artifact");
    sweep.sweepAll();
    assertThat(storage.list("jobs/" + first.job() + "/")).isEmpty();
  }

  @Test
  void nobody_draws_for_a_canceled_job() {
    Job job = submit(separate());
    Grant grant = grantTo("node-a");
    checkpoint(grant, 20);
    checkpoint(grant, 40);
    Grant drawing = drawer();
    post("/v1/jobs/" + job.id() + "/cancel", "{}");

    assertThat(samplers(job)).extracting(Job::status).containsOnly(JobStatus.CANCELED);
    assertThat(draw(drawing, 1).statusCode()).isEqualTo(409);
    assertThat(read(get("/v1/jobs/" + job.id() + "/samples"), 200, SamplePage.class).total())
        .isZero();
    assertThat(post("/v1/jobs/" + drawing.job() + "/extend", "{\"maxTrainSteps\":9}").statusCode())
        .isEqualTo(409);
  }

  @Test
  void what_was_drawn_after_the_checkpoint_that_a_job_goes_back_to_is_drawn_anew() {
    Job job = submit(with(separate(), "{\"keepCheckpoints\":4}"));
    Grant grant = grantTo("node-a");
    checkpoint(grant, 20);
    Grant first = drawer();
    draw(first, 1);
    checkpoint(grant, 30);
    checkpoint(grant, 40);
    draw(drawer(), 2);
    checkpoint(grant, 60);
    Grant drawing = drawer();
    release(grant, 60);

    assertThat(restart(job.id(), 30).statusCode()).isEqualTo(200);

    assertThat(draw(drawing, 3).statusCode()).isEqualTo(409);
    assertThat(post("/v1/jobs/" + drawing.job() + "/retry", "{}").statusCode()).isEqualTo(409);
    assertThat(drawnSteps(job)).containsExactly(20);
    assertThat(samplers(job))
        .extracting(Job::status)
        .containsExactly(JobStatus.CANCELED, JobStatus.COMPLETED, JobStatus.COMPLETED);
    Grant again = grantTo("node-a");
    checkpoint(again, 35);
    assertThat(samplers(job)).as("20 was drawn, which does for 35").hasSize(3);
    checkpoint(again, 40);
    draw(drawer(), 4);
    assertThat(drawnSteps(job)).containsExactly(20, 40);
    sweep.sweepAll();
    assertThat(storage.list("jobs/" + drawing.job() + "/")).isEmpty();
    assertThat(restart(first.job(), 1).statusCode()).isEqualTo(409);
  }

  @Test
  void what_cannot_be_drawn_is_told_and_the_training_goes_on() {
    Job job = submit(separate());
    Grant grant = grantTo("node-a");
    checkpoint(grant, 20);
    fail(drawer(), FailureClass.BAD_INPUT);

    assertThat(told(job)).containsExactly(EventType.SAMPLES_FAILED);
    assertThat(job(job).status()).isEqualTo(JobStatus.RUNNING);
  }

  @Test
  void more_sets_than_are_kept_are_refused() {
    Response response =
        post(
            "/v1/jobs",
            TestApi.json(separate())
                .replace("\"validationSteps\":20", "\"validationSteps\":1")
                .replace("\"maxTrainSteps\":60", "\"maxTrainSteps\":2000"));
    assertThat(response.statusCode()).isEqualTo(422);
    assertThat(response.asString())
        .contains("must be at least 2: 2000 steps would be drawn 2000 times");
  }

  private static Response restart(JobId job, int step) {
    return post("/v1/jobs/" + job + "/restart", new JobRestart(step));
  }

  private static List<Integer> drawnSteps(Job job) {
    return read(get("/v1/jobs/" + job.id() + "/samples"), 200, SamplePage.class).sets().stream()
        .map(SampleSet::step)
        .toList();
  }
}
