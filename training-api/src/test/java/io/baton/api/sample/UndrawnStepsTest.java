package io.baton.api.sample;

import static io.baton.api.platform.TestApi.call;
import static io.baton.api.platform.TestApi.complete;
import static io.baton.api.platform.TestApi.fail;
import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.heartbeat;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.submit;
import static io.baton.api.sample.SeparateDrawing.checkpoint;
import static io.baton.api.sample.SeparateDrawing.draw;
import static io.baton.api.sample.SeparateDrawing.drawer;
import static io.baton.api.sample.SeparateDrawing.separate;
import static io.baton.api.sample.SeparateDrawing.told;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.checkpoint.RetentionSweep;
import io.baton.api.dashboard.Browser;
import io.baton.api.lease.LeaseLapse;
import io.baton.api.platform.PlatformTest;
import io.baton.api.platform.TestKeys;
import io.baton.api.storage.ObjectStorage;
import io.baton.protocol.event.EventType;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.job.sample.SamplePage;
import io.baton.protocol.job.sample.SampleSet;
import io.baton.protocol.job.sample.UndrawnSamples;
import io.baton.protocol.work.FailureClass;
import io.baton.protocol.work.Grant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Steps without images: their owner is told why, and has them drawn again. */
@QuarkusTest
class UndrawnStepsTest extends PlatformTest {
  private static final Duration KEPT = Duration.ofDays(7);

  @Inject RetentionSweep sweep;
  @Inject LeaseLapse lapse;
  @Inject ObjectStorage storage;

  @Test
  void a_step_is_listed_with_the_images_that_it_has_so_far_until_all_are_drawn() {
    Job job = submit(separate());
    checkpoint(grantTo("node-a"), 20);
    assertThat(undrawn(job))
        .returns(20, UndrawnSamples::step)
        .returns(JobStatus.PENDING, UndrawnSamples::status)
        .returns(0, UndrawnSamples::drawn)
        .returns(1, UndrawnSamples::images);

    Grant drawing = drawer();
    heartbeat(drawing, 1);
    assertThat(undrawn(job).drawn()).isEqualTo(1);
    draw(drawing, 1);

    assertThat(samples(job).undrawn()).isEmpty();
    assertThat(samples(job).sets()).hasSize(1);
  }

  @Test
  void a_step_that_could_not_be_drawn_says_why_and_is_drawn_again_with_the_lora_it_had() {
    Job job = submit(separate());
    Grant training = grantTo("node-a");
    checkpoint(training, 20);
    Grant failing = drawer();
    String lora = failing.weights().orElseThrow().key();
    fail(failing, FailureClass.BAD_INPUT);
    checkpoint(training, 30);
    complete(training);
    sweep.sweepAll();
    assertThat(undrawn(job).reason()).isPresent();
    assertThat(undrawn(job).retryUntil()).isPresent();
    assertThat(storage.size(lora)).as("the checkpoint is gone, the LoRA is not").isPresent();
    Browser browser = Browser.signedIn(TestKeys.OPERATOR);
    assertThat(browser.page("/ui/jobs/" + job.id()))
        .contains("Step 20", "Not drawn", undrawn(job).reason().orElseThrow(), "Draw again");

    Response drawnAgain =
        browser.here().post("/ui/jobs/" + job.id() + "/samples/" + failing.job() + "/retry");

    assertThat(drawnAgain.statusCode()).isEqualTo(303);
    assertThat(undrawn(job).status()).isEqualTo(JobStatus.PENDING);
    Grant again = drawer();
    assertThat(again.weights()).isEqualTo(failing.weights());
    draw(again, 1);
    assertThat(samples(job).sets()).extracting(SampleSet::step).contains(20);
    sweep.sweepAll();
    assertThat(storage.size(lora)).isEmpty();
  }

  @Test
  void what_was_canceled_with_its_job_may_be_drawn_until_its_lora_is_given_up() {
    Job job = submit(separate());
    Grant training = grantTo("node-a");
    List.of(20, 25, 30, 35).forEach(step -> checkpoint(training, step));
    post("/v1/jobs/" + job.id() + "/cancel", "{}");
    UndrawnSamples undrawn = undrawn(job);
    assertThat(undrawn.reason().orElseThrow()).contains("was canceled");
    sweep.sweepAll();
    assertThat(loras(job)).contains("checkpoint-20");

    clock.advance(KEPT.plusSeconds(1));
    Response refused = post("/v1/jobs/" + undrawn.sampler() + "/retry", "{}");
    clock.advance(Duration.ofMinutes(2));
    sweep.sweepAll();

    assertThat(refused.statusCode()).isEqualTo(409);
    assertThat(refused.asString()).contains("can draw no more", "step 20 was kept for it until");
    assertThat(loras(job)).doesNotContain("checkpoint-20").contains("checkpoint-35");
    assertThat(Browser.signedIn(TestKeys.OPERATOR).page("/ui/jobs/" + job.id()))
        .contains("Not drawn")
        .doesNotContain("Draw again");
  }

  @Test
  void a_drawing_that_nodes_lost_too_often_is_told() {
    Job job = submit(separate());
    Grant training = grantTo("node-a");
    checkpoint(training, 20);
    Grant drawing = drawer();
    tables.execute("update job set max_interruptions = 1 where id = '" + drawing.job() + "'");
    clock.advance(Duration.ofHours(1));
    lapse.interruptAll();

    assertThat(undrawn(job).status()).isEqualTo(JobStatus.FAILED);
    assertThat(told(job)).containsExactly(EventType.SAMPLES_FAILED);
    assertThat(call(drawing, "heartbeat", "{}").statusCode()).isNotEqualTo(200);
  }

  private String loras(Job job) {
    return String.join(" ", storage.list("jobs/" + job.id() + "/"));
  }

  private static UndrawnSamples undrawn(Job job) {
    assertThat(samples(job).undrawn()).isNotEmpty();
    return samples(job).undrawn().get(0);
  }

  private static SamplePage samples(Job job) {
    return read(get("/v1/jobs/" + job.id() + "/samples"), 200, SamplePage.class);
  }
}
