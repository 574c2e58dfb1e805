package io.baton.api.idempotency;

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
import io.baton.protocol.job.Job;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class IdempotencyTest extends PlatformTest {
  private static final int TWINS = 8;

  @Inject ExpiredAnswers expired;

  @Test
  void the_same_request_under_the_same_key_is_done_once_and_answered_alike() {
    String body = json(spec(readyDataset()));
    Response first = submit("k", body);
    Response second = submit("k", body);
    assertThat(first.statusCode()).isEqualTo(201);
    assertThat(first.header(IdempotencyKey.REPLAYED_HEADER)).isNull();
    assertThat(second.statusCode()).isEqualTo(201);
    assertThat(second.header(IdempotencyKey.REPLAYED_HEADER)).isEqualTo("true");
    assertThat(second.asString()).isEqualTo(first.asString());
    assertThat(second.header("Location")).isEqualTo(first.header("Location"));
    assertThat(second.contentType()).isEqualTo(first.contentType());
    assertThat(jobs()).isEqualTo(1);
  }

  @Test
  void without_a_key_and_under_other_keys_each_request_is_done() {
    String body = json(spec(readyDataset()));
    submit("a", body);
    submit("b", body);
    post("/v1/jobs", body);
    post("/v1/jobs", body);
    assertThat(jobs()).isEqualTo(4);
  }

  @Test
  void the_same_key_with_another_body_or_at_another_address_is_refused() {
    DatasetId dataset = readyDataset();
    Response first = submit("k", json(spec(dataset)));
    Response other = submit("k", json(spec(dataset)).replace("\"priority\":0", "\"priority\":1"));
    Problem problem = read(other, 422, Problem.class);
    assertThat(problem.code()).isEqualTo(ErrorCode.IDEMPOTENCY_KEY_REUSED);
    assertThat(problem.detail()).contains("'k' was used for another request");
    Job job = read(first, 201, Job.class);
    read(post("/v1/jobs/" + job.id() + "/cancel", "{}"), 200, Job.class);
    Response retried = with("k").post("/v1/jobs/" + job.id() + "/retry");
    assertThat(read(retried, 422, Problem.class).code())
        .isEqualTo(ErrorCode.IDEMPOTENCY_KEY_REUSED);
    assertThat(jobs()).isEqualTo(1);
  }

  @Test
  void what_was_refused_is_tried_again_under_its_key() {
    DatasetId dataset = readyDataset();
    String body = json(spec(dataset));
    assertThat(submit("k", body.replace("\"priority\":0", "\"priority\":\"x\"")).statusCode())
        .isEqualTo(422);
    tables.execute("update dataset set status = 'open'");
    assertThat(submit("k", body).statusCode()).isEqualTo(422);
    tables.execute("update dataset set status = 'ready'");
    assertThat(submit("k", body).statusCode()).isEqualTo(201);
    assertThat(jobs()).isEqualTo(1);
  }

  @Test
  void twins_that_come_together_are_one_request() throws Exception {
    String body = json(spec(readyDataset()));
    CyclicBarrier start = new CyclicBarrier(TWINS);
    Callable<Response> twin =
        () -> {
          start.await();
          return submit("k", body);
        };
    ExecutorService threads = Executors.newFixedThreadPool(TWINS);
    try {
      List<Future<Response>> answers =
          threads.invokeAll(IntStream.range(0, TWINS).mapToObj(i -> twin).toList());
      String first = answers.get(0).get().asString();
      for (Future<Response> answer : answers) {
        assertThat(answer.get().statusCode()).isEqualTo(201);
        assertThat(answer.get().asString()).isEqualTo(first);
      }
    } finally {
      threads.shutdown();
    }
    assertThat(jobs()).isEqualTo(1);
  }

  @Test
  void a_key_is_forgotten_after_a_day_and_deleted() {
    String body = json(spec(readyDataset()));
    submit("k", body);
    clock.advance(Duration.ofHours(24).minusSeconds(1));
    submit("k", body);
    assertThat(jobs()).isEqualTo(1);
    clock.advance(Duration.ofSeconds(1));
    submit("k", body);
    assertThat(jobs()).isEqualTo(2);
    assertThat(submit("k", body).header(IdempotencyKey.REPLAYED_HEADER)).isEqualTo("true");

    expired.deleteAll();
    assertThat(tables.count("select count(*) from idempotency")).isEqualTo(1);
    clock.advance(Duration.ofHours(24));
    expired.deleteAll();
    assertThat(tables.count("select count(*) from idempotency")).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "two words", "caf\u00e9"})
  void a_key_that_is_none_is_refused(String key) {
    Problem problem = read(submit(key, json(spec(readyDataset()))), 422, Problem.class);
    assertThat(problem.detail()).startsWith("'Idempotency-Key' must be 1 to 200 characters");
    assertThat(jobs()).isZero();
  }

  @Test
  void a_retry_without_a_body_is_done_once() {
    Job job = read(submit("k", json(spec(readyDataset()))), 201, Job.class);
    post("/v1/jobs/" + job.id() + "/cancel", "{}");
    String path = "/v1/jobs/" + job.id() + "/retry";
    Response first = with("r").post(path);
    post("/v1/jobs/" + job.id() + "/cancel", "{}");
    Response second = with("r").post(path);
    assertThat(second.statusCode()).isEqualTo(200);
    assertThat(second.asString()).isEqualTo(first.asString());
    assertThat(tables.rows("select status from job")).containsExactly("canceled");
  }

  private static Response submit(String key, String body) {
    return with(key).contentType("application/json").body(body).post("/v1/jobs");
  }

  private static RequestSpecification with(String key) {
    return given().header(IdempotencyKey.HEADER, key);
  }

  private long jobs() {
    return tables.count("select count(*) from job");
  }
}
