package io.baton.api.dataset;

import static io.baton.api.platform.TestApi.createDataset;
import static io.baton.api.platform.TestApi.finalizeDataset;
import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.image;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static io.baton.api.platform.TestApi.upload;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.api.platform.Await;
import io.baton.api.platform.PlatformTest;
import io.baton.api.platform.TestPlatform;
import io.baton.api.storage.ObjectKeys;
import io.baton.api.storage.ObjectStorage;
import io.baton.protocol.dataset.Dataset;
import io.baton.protocol.dataset.DatasetFile;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.dataset.DatasetPage;
import io.baton.protocol.dataset.DatasetStatus;
import io.baton.protocol.dataset.DatasetUploads;
import io.baton.protocol.job.Job;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The check in the background, its takeover, lists, and deletion. */
@QuarkusTest
class DatasetLifeTest extends PlatformTest {
  @Inject ValidationQueue queue;
  @Inject ValidationOutcome outcome;
  @Inject ValidationWorkers workers;
  @Inject DatasetSweep sweep;
  @Inject ObjectStorage storage;
  TestPlatform.StorageSwitch storageSwitch;

  @Test
  void the_check_of_a_replica_that_died_is_taken_over_and_goes_on_where_it_was() {
    DatasetId dataset = createDataset();
    upload(dataset, "a.png", image("png", 1));
    upload(dataset, "b.png", image("png", 2));
    heldByAnother(dataset);
    tables.execute(
        "update dataset_file set checked_at = '2020-01-01', width = 64, height = 48"
            + " where name = 'a.png'");

    Dataset meanwhile = read(post(finalizePath(dataset, 0), "{}"), 202, Dataset.class);
    assertThat(meanwhile.status()).isEqualTo(DatasetStatus.VALIDATING);
    assertThat(meanwhile.checkedFiles()).isEqualTo(1);
    assertThat(meanwhile.fileCount()).isEqualTo(2);
    assertThat(queue.take()).isEmpty();

    clock.advance(Duration.ofMinutes(3));
    workers.wake();
    Dataset ready = untilChecked(dataset);
    assertThat(ready.status()).isEqualTo(DatasetStatus.READY);
    assertThat(tables.rows("select name from dataset_file where checked_at = '2020-01-01'"))
        .containsExactly("a.png");
  }

  @Test
  void a_replica_that_lost_the_check_cannot_end_it() {
    DatasetId dataset = createDataset();
    upload(dataset, "a.png", image("png", 1));
    heldByAnother(dataset);
    clock.advance(Duration.ofMinutes(3));
    ValidationQueue.Taken stale = queue.take().orElseThrow();
    clock.advance(Duration.ofMinutes(3));
    ValidationQueue.Taken fresh = queue.take().orElseThrow();
    assertThatThrownBy(() -> outcome.ready(new ValidationLease(queue, stale), List.of()))
        .isInstanceOf(ValidationLease.LostException.class);
    assertThat(queue.renew(dataset, stale.until())).isEmpty();
    assertThat(queue.renew(dataset, fresh.until())).isPresent();
    assertThat(status(dataset)).isEqualTo(DatasetStatus.VALIDATING);
  }

  @Test
  void a_check_that_kills_every_replica_ends() {
    DatasetId dataset = createDataset();
    upload(dataset, "a.png", image("png", 1));
    heldByAnother(dataset);
    tables.execute("update dataset set validation_tries = 5, validate_at = baton_now()");
    workers.wake();
    Dataset invalid = untilChecked(dataset);
    assertThat(invalid.status()).isEqualTo(DatasetStatus.INVALID);
    assertThat(invalid.problems().get(0).detail()).contains("the service failed");
    assertThat(read(finalizeDataset(dataset), 200, Dataset.class).status())
        .isEqualTo(DatasetStatus.READY);
  }

  @Test
  void a_check_waits_for_storage_that_is_down() {
    DatasetId dataset = createDataset();
    upload(dataset, "a.png", image("png", 1));
    heldByAnother(dataset);
    clock.advance(Duration.ofMinutes(3));
    storageSwitch.off();
    try {
      workers.wake();
      Await.until(
          () ->
              tables.count(
                  "select count(*) from dataset where validation_tries = 0"
                      + " and validate_at < baton_now() + interval '15 seconds'"),
          count -> count == 1);
      assertThat(status(dataset)).isEqualTo(DatasetStatus.VALIDATING);
    } finally {
      storageSwitch.on();
    }
    clock.advance(Duration.ofSeconds(15));
    workers.wake();
    assertThat(untilChecked(dataset).status()).isEqualTo(DatasetStatus.READY);
  }

  @Test
  void a_dataset_takes_no_files_while_it_is_checked() {
    DatasetId dataset = createDataset();
    upload(dataset, "a.png", image("png", 1));
    heldByAnother(dataset);
    DatasetUploads more = new DatasetUploads(List.of(new DatasetFile("b.png", 10, "0".repeat(64))));
    Problem refused = read(post("/v1/datasets/" + dataset + "/files", more), 409, Problem.class);
    assertThat(refused.detail()).contains("is being checked");
  }

  /** As if another replica had begun. */
  private void heldByAnother(DatasetId dataset) {
    tables.execute(
        "update dataset set status = 'validating', validation_tries = 0,"
            + " validate_at = baton_now() + interval '2 minutes' where id = '"
            + dataset
            + "'");
  }

  private static String finalizePath(DatasetId dataset, int waitSeconds) {
    return "/v1/datasets/" + dataset + "/finalize?waitSeconds=" + waitSeconds;
  }

  private static Dataset untilChecked(DatasetId dataset) {
    return Await.until(
        () -> read(get("/v1/datasets/" + dataset), 200, Dataset.class),
        seen -> seen.status() != DatasetStatus.VALIDATING);
  }

  private static DatasetStatus status(DatasetId dataset) {
    return read(get("/v1/datasets/" + dataset), 200, Dataset.class).status();
  }

  @Test
  void captions_must_belong_to_images_and_agree() {
    DatasetId dataset = createDataset();
    upload(dataset, "a.png", image("png", 1));
    upload(dataset, "b.txt", text("of no image"));
    upload(dataset, "a.TXT", text("not read by the trainer"));
    Problem problem = read(finalizeDataset(dataset), 422, Problem.class);
    assertThat(problem.errors())
        .extracting(Problem.FieldError::field)
        .containsExactly("a.TXT", "b.txt");

    DatasetId table = createDataset();
    upload(table, "a.png", image("png", 1));
    upload(table, "metadata.jsonl", text("{\"file_name\": \"a.png\", \"text\": \"a cat\"}"));
    upload(table, "a.txt", text("a dog"));
    Problem contradiction = read(finalizeDataset(table), 422, Problem.class);
    assertThat(contradiction.detail()).contains("a.png has one caption in a.txt and another");
    upload(table, "a.txt", text(" a cat\n"));
    assertThat(read(finalizeDataset(table), 200, Dataset.class).images()).isEqualTo(1);
  }

  private static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void lists_are_paged_newest_first_without_files() {
    List<String> created = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      created.add(0, createDataset().value());
    }
    DatasetId ready = readyDataset();
    created.add(0, ready.value());
    List<String> listed = new ArrayList<>();
    String next = "";
    do {
      DatasetPage page = read(get("/v1/datasets?limit=2" + next), 200, DatasetPage.class);
      page.datasets().forEach(each -> listed.add(each.id().value()));
      assertThat(page.datasets()).allMatch(each -> each.files().isEmpty());
      next = page.nextCursor().map(cursor -> "&cursor=" + cursor).orElse("");
    } while (!next.isEmpty());
    assertThat(listed).isEqualTo(created);
    assertThat(read(get("/v1/datasets?status=ready"), 200, DatasetPage.class).datasets())
        .extracting(each -> each.id())
        .containsExactly(ready);
    assertThat(read(get("/v1/datasets?cursor=zzz"), 422, Problem.class).detail())
        .contains("nextCursor");
  }

  @Test
  void a_dataset_goes_once_no_live_job_uses_it_and_its_files_with_it() {
    DatasetId dataset = readyDataset();
    Job job = submit(spec(dataset));
    Problem refused = read(delete(dataset), 409, Problem.class);
    assertThat(refused.code()).isEqualTo(ErrorCode.CONFLICT);
    assertThat(refused.detail()).contains(job.id().value()).contains("cancel");
    post("/v1/jobs/" + job.id() + "/cancel", "{}");

    assertThat(delete(dataset).statusCode()).isEqualTo(204);

    assertThat(delete(dataset).statusCode()).isEqualTo(404);
    assertThat(get("/v1/datasets/" + dataset).statusCode()).isEqualTo(404);
    assertThat(finalizeDataset(dataset).statusCode()).isEqualTo(404);
    assertThat(get("/v1/datasets").asString()).doesNotContain(dataset.value());
    assertThat(read(post("/v1/jobs", spec(dataset)), 422, Problem.class).detail())
        .contains("names no dataset");
    assertThat(read(get("/v1/jobs/" + job.id()), 200, Job.class).spec().datasetId())
        .isEqualTo(dataset);
    sweep.sweepAll();
    assertThat(storage.list(ObjectKeys.datasetPrefix(dataset))).isEmpty();
    assertThat(tables.count("select count(*) from dataset_file")).isEqualTo(1);
    clock.advance(Duration.ofMinutes(20));
    sweep.sweepAll();
    assertThat(tables.count("select count(*) from dataset_file")).isZero();
    assertThat(tables.count("select count(*) from dataset where sweep_at is null")).isEqualTo(1);
  }

  @Test
  void a_dataset_that_no_job_names_leaves_no_trace() {
    DatasetId dataset = readyDataset();
    assertThat(delete(dataset).statusCode()).isEqualTo(204);
    clock.advance(Duration.ofMinutes(20));
    sweep.sweepAll();
    assertThat(storage.list(ObjectKeys.datasetPrefix(dataset))).isEmpty();
    assertThat(tables.count("select count(*) from dataset")).isZero();
  }

  private static io.restassured.response.Response delete(DatasetId dataset) {
    return given().delete("/v1/datasets/" + dataset);
  }
}
