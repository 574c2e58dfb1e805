package io.baton.api.job;

import static io.baton.api.platform.TestApi.createDataset;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.json;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.spec;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.PlatformTest;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.idempotency.IdempotencyKey;
import io.baton.protocol.job.JobBatch;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobSpec;
import io.baton.protocol.job.SubmittedJobs;
import io.baton.protocol.label.Labels;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
class JobBatchTest extends PlatformTest {

  @Test
  void a_thousand_jobs_come_into_the_queue_in_the_order_of_the_request() {
    DatasetId dataset = readyDataset();
    List<JobSpec> specs =
        IntStream.range(0, JobBatch.MAX_JOBS)
            .mapToObj(i -> spec(dataset).withLabels(new Labels(Map.of("number", "" + i))))
            .toList();
    List<String> submitted =
        read(submit(new JobBatch(specs)), 201, SubmittedJobs.class).jobs().stream()
            .map(JobId::value)
            .toList();

    assertThat(submitted).doesNotHaveDuplicates().hasSize(JobBatch.MAX_JOBS);
    assertThat(tables.rows("select id from job order by sequence")).isEqualTo(submitted);
    assertThat(tables.rows("select labels ->> 'number' from job order by sequence"))
        .isEqualTo(IntStream.range(0, JobBatch.MAX_JOBS).mapToObj(String::valueOf).toList());
    assertThat(tables.rows("select job_id from event order by sequence")).isEqualTo(submitted);
    assertThat(tables.count("select count(*) from job_label")).isEqualTo(2000);
    assertThat(grantTo("node-a").job().value()).isEqualTo(submitted.get(0));
  }

  @Test
  void each_bad_item_is_told_and_none_is_submitted() {
    DatasetId ready = readyDataset();
    DatasetId open = createDataset();
    String good = json(spec(ready));
    List<String> items =
        List.of(
            good,
            good.replace("\"priority\":0", "\"priority\":5000"),
            good.replace(ready.value(), "data-none"),
            good.replace("\"priority\"", "\"prioritee\""),
            good.replace(ready.value(), open.value()),
            "3",
            "null",
            good.replace("\"maxTrainSteps\":60", "\"maxTrainSteps\":0"));
    Problem problem = read(post("/v1/jobs/batch", batch(items)), 422, Problem.class);

    assertThat(problem.code()).isEqualTo(ErrorCode.INVALID_FIELD);
    assertThat(problem.detail())
        .startsWith("7 of the 8 jobs cannot be submitted, so none was; the first is item 1:");
    Map<Integer, Problem.FieldError> errors =
        problem.errors().stream().collect(Collectors.toMap(e -> e.item().orElseThrow(), e -> e));
    assertThat(errors.keySet()).containsExactlyInAnyOrder(1, 2, 3, 4, 5, 6, 7);
    assertThat(errors.get(1).field()).isEqualTo("priority");
    assertThat(errors.get(2).detail()).contains("there is no data-none");
    assertThat(errors.get(3).field()).isEqualTo("prioritee");
    assertThat(errors.get(4).detail()).contains("which is open");
    assertThat(errors.get(5).detail()).isEqualTo("must be a JSON object");
    assertThat(errors.get(6).detail()).isEqualTo("must be a JSON object");
    assertThat(errors.get(7).field()).isEqualTo("training.maxTrainSteps");
    assertThat(tables.count("select count(*) from job")).isZero();
    assertThat(tables.count("select count(*) from event")).isZero();
  }

  @Test
  void a_batch_has_1_to_1000_jobs() {
    List<String> many = Collections.nCopies(1001, "{}");
    for (String body : List.of("{}", "{\"jobs\":[]}", "{\"jobs\":null}", batch(many))) {
      Problem problem = read(post("/v1/jobs/batch", body), 422, Problem.class);
      assertThat(problem.detail()).contains("'jobs'");
    }
    assertThat(read(post("/v1/jobs/batch", "{\"jobs\":{}}"), 422, Problem.class).detail())
        .contains("'jobs' must be a list");
    assertThat(
            read(post("/v1/jobs/batch", "{\"jobs\":[{}],\"job\":[]}"), 400, Problem.class).code())
        .isEqualTo(ErrorCode.UNKNOWN_FIELD);
  }

  @Test
  void a_batch_sent_again_under_its_key_is_submitted_once() {
    JobBatch batch = new JobBatch(Collections.nCopies(3, spec(readyDataset())));
    List<String> answers = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      answers.add(
          given()
              .header(IdempotencyKey.HEADER, "batch")
              .contentType("application/json")
              .body(json(batch))
              .post("/v1/jobs/batch")
              .asString());
    }
    assertThat(answers.get(1)).isEqualTo(answers.get(0)).contains("job-");
    assertThat(tables.count("select count(*) from job")).isEqualTo(3);
  }

  @Test
  void jobs_of_a_batch_have_their_own_seeds() {
    submit(new JobBatch(Collections.nCopies(5, spec(readyDataset()))));
    assertThat(tables.rows("select distinct spec::jsonb #>> '{training,seed}' from job"))
        .hasSize(5)
        .doesNotContainNull();
  }

  private static Response submit(JobBatch batch) {
    return post("/v1/jobs/batch", batch);
  }

  private static String batch(List<String> items) {
    return "{\"jobs\":[" + String.join(",", items) + "]}";
  }
}
