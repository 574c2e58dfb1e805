package io.baton.api.sample;

import static io.baton.api.platform.TestApi.call;
import static io.baton.api.platform.TestApi.complete;
import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.release;
import static io.baton.api.platform.TestApi.send;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.store;
import static io.baton.api.platform.TestApi.submit;
import static io.baton.api.platform.TestApi.with;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.checkpoint.RetentionSweep;
import io.baton.api.platform.PlatformTest;
import io.baton.api.platform.TestApi;
import io.baton.api.platform.TestKeys;
import io.baton.api.storage.ObjectStorage;
import io.baton.protocol.checkpoint.StoredFile;
import io.baton.protocol.event.EventType;
import io.baton.protocol.event.JobEventPage;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobSpec;
import io.baton.protocol.job.sample.SampleCommit;
import io.baton.protocol.job.sample.SampleImage;
import io.baton.protocol.job.sample.SamplePage;
import io.baton.protocol.job.sample.SampleSet;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import io.baton.protocol.work.Grant;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.http.HttpRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

@QuarkusTest
class SampleTest extends PlatformTest {
  private static final String VALIDATION =
      "{\"validationPrompt\":\"a sks cat\",\"numValidationImages\":2,\"validationSteps\":20,"
          + "\"seed\":7}";

  @Inject RetentionSweep sweep;
  @Inject ObjectStorage storage;

  @Test
  void images_are_listed_by_step_and_can_be_downloaded() {
    Job job = submit(sampled(VALIDATION));
    Grant grant = grantTo("node-a");
    assertThat(draw(grant, 40, 4, 5).statusCode()).isEqualTo(204);
    assertThat(draw(grant, 20, 2, 3).statusCode()).isEqualTo(204);

    SamplePage page = page(job, "");
    assertThat(page.total()).isEqualTo(2);
    assertThat(page.next()).isEmpty();
    assertThat(page.sets()).extracting(SampleSet::step).containsExactly(20, 40);
    SampleSet set = page.sets().get(0);
    assertThat(set.prompt()).isEqualTo("a sks cat");
    assertThat(set.seed()).isEqualTo(7);
    assertThat(set.inferenceSteps()).isEqualTo(25);
    assertThat(set.attempt()).isEqualTo(grant.attempt());
    assertThat(set.sampler()).isEmpty();
    assertThat(set.images())
        .extracting(SampleImage::name)
        .containsExactly("image-0.png", "image-1.png");
    byte[] downloaded = send(HttpRequest.newBuilder(set.images().get(1).url())).body();
    assertThat(downloaded).containsExactly(3);
    assertThat(set.images().get(1).sha256()).isEqualTo(TestApi.sha256(downloaded));

    SamplePage first = page(job, "?limit=1");
    assertThat(first.next()).contains(20);
    assertThat(page(job, "?limit=1&after=20").sets())
        .extracting(SampleSet::step)
        .containsExactly(40);
    assertThat(get("/v1/jobs/" + job.id() + "/samples?limit=0").statusCode()).isEqualTo(422);
  }

  @Test
  void the_same_images_again_change_nothing_and_those_of_a_later_attempt_take_their_place() {
    Job job = submit(sampled(VALIDATION));
    Grant first = grantTo("node-a");
    draw(first, 20, 2, 3);
    SamplePage before = page(job, "");
    draw(first, 20, 2, 3);
    release(first, 20);
    Grant second = grantTo("node-b");
    draw(second, 20, 2, 3);
    assertThat(page(job, "").sets().get(0).attempt()).isEqualTo(first.attempt());
    assertThat(page(job, "").sets().get(0).committedAt())
        .isEqualTo(before.sets().get(0).committedAt());
    assertThat(told(job)).containsExactly(20);

    draw(second, 20, 2, 4);
    assertThat(page(job, "").sets()).hasSize(1);
    assertThat(page(job, "").sets().get(0).attempt()).isEqualTo(second.attempt());
    assertThat(told(job)).containsExactly(20, 20);
  }

  @Test
  void a_stale_attempt_and_images_that_are_not_there_record_nothing() {
    Job job = submit(sampled(VALIDATION));
    Grant first = grantTo("node-a");
    StoredFile stored = store(first, "image-0.png", new byte[] {1});
    StoredFile larger = new StoredFile(stored.name(), stored.key(), 2, stored.sha256());
    assertThat(refusal(call(first, "samples", new SampleCommit(20, List.of(larger)))))
        .isEqualTo(ErrorCode.OBJECT_MISSING);
    release(first, 0);
    assertThat(refusal(call(first, "samples", new SampleCommit(20, List.of(stored)))))
        .isEqualTo(ErrorCode.LEASE_LOST);
    assertThat(page(job, "").sets()).isEmpty();
    assertThat(told(job)).isEmpty();
  }

  @Test
  void a_job_that_did_not_ask_for_so_many_images_takes_none() {
    Job job = submit(spec(readyDataset()));
    Grant plain = grantTo("node-a");
    assertThat(draw(plain, 20, 1).statusCode()).isEqualTo(422);
    assertThat(page(job, "").sets()).isEmpty();
    submit(sampled(VALIDATION));
    Grant sampled = grantTo("node-b");
    assertThat(draw(sampled, 20, 1, 2, 3).statusCode()).isEqualTo(422);
    assertThat(draw(sampled, TestApi.STEPS + 1, 1, 2).statusCode()).isEqualTo(422);
  }

  @Test
  void images_outlive_the_job_until_its_owner_deletes_them() {
    Job job = submit(sampled(VALIDATION));
    Grant first = grantTo("node-a");
    draw(first, 20, 2, 3);
    release(first, 20);
    Grant second = grantTo("node-b");
    draw(second, 20, 4, 5);
    String path = "/v1/jobs/" + job.id() + "/samples";
    assertThat(given().delete(path).statusCode()).isEqualTo(409);
    complete(second);
    given().delete("/v1/jobs/" + job.id() + "/artifact");
    sweep.sweepAll();
    assertThat(storage.list("jobs/" + job.id() + "/"))
        .containsExactlyInAnyOrder(
            second.attemptPrefix() + "samples/20/image-0.png",
            second.attemptPrefix() + "samples/20/image-1.png");
    assertThat(page(job, "").sets()).hasSize(1);

    assertThat(TestKeys.as(TestKeys.user("mallory")).get(path).statusCode()).isEqualTo(404);
    assertThat(TestKeys.as(TestKeys.user("mallory")).delete(path).statusCode()).isEqualTo(404);
    assertThat(given().delete(path).statusCode()).isEqualTo(204);
    assertThat(given().delete(path).statusCode()).isEqualTo(204);
    assertThat(page(job, "").sets()).isEmpty();
    sweep.sweepAll();
    assertThat(storage.list("jobs/" + job.id() + "/")).isEmpty();
  }

  @Test
  void options_that_contradict_each_other_are_refused_by_name() {
    assertThat(refused("{\"validationPrompt\":\"c\",\"validationSteps\":5,\"validationEpochs\":2}"))
        .contains("'training.validation.validationEpochs'", "beside validationSteps");
    assertThat(refused("{\"validationPrompt\":\"c\",\"where\":\"separate\"}"))
        .contains("'training.validation.validationSteps' is missing");
    assertThat(refused("{\"validationPrompt\":\"c\",\"where\":\"elsewhere\"}"))
        .contains("training.validation.where");
  }

  private static String refused(String validation) {
    Response response =
        post(
            "/v1/jobs",
            "{\"datasetId\":\"%s\",\"baseModel\":\"tiny\",\"training\":{\"instancePrompt\":\"a cat\",\"maxTrainSteps\":60,\"validation\":%s}}"
                .formatted(readyDataset(), validation));
    return read(response, response.statusCode(), Problem.class).detail();
  }

  private static JobSpec sampled(String validation) {
    return with(
        spec(readyDataset()),
        "{\"training\":{\"instancePrompt\":\"a cat\",\"maxTrainSteps\":"
            + TestApi.STEPS
            + ",\"validation\":"
            + validation
            + "}}");
  }

  /** Stores images of one byte each and commits them. */
  private static Response draw(Grant grant, int step, int... contents) {
    StoredFile[] images = new StoredFile[contents.length];
    for (int i = 0; i < contents.length; i++) {
      String name = "image-" + i + ".png";
      StoredFile stored =
          store(grant, "samples/" + step + "/" + name, new byte[] {(byte) contents[i]});
      images[i] = new StoredFile(name, stored.key(), stored.size(), stored.sha256());
    }
    return call(grant, "samples", new SampleCommit(step, List.of(images)));
  }

  private static SamplePage page(Job job, String query) {
    return read(get("/v1/jobs/" + job.id() + "/samples" + query), 200, SamplePage.class);
  }

  private static ErrorCode refusal(Response response) {
    return read(response, response.statusCode(), Problem.class).code();
  }

  private static List<Integer> told(Job job) {
    return read(get("/v1/jobs/" + job.id() + "/events"), 200, JobEventPage.class).events().stream()
        .filter(event -> event.type() == EventType.SAMPLES)
        .map(event -> event.step().orElseThrow())
        .toList();
  }
}
