package io.baton.api.log;

import static io.baton.api.platform.TestApi.call;
import static io.baton.api.platform.TestApi.fail;
import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.release;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.config.BatonConfig;
import io.baton.api.platform.PlatformTest;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.Job;
import io.baton.protocol.log.JobLog;
import io.baton.protocol.log.LogLines;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import io.baton.protocol.work.FailureClass;
import io.baton.protocol.work.Grant;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class LogsTest extends PlatformTest {
  @Inject BatonConfig config;

  @Test
  void what_a_trainer_prints_its_owner_reads_as_json_or_text() {
    Job job = submit(spec(readyDataset()));
    assertThat(log(job, "")).isEqualTo(new JobLog(Optional.empty(), List.of()));
    Grant grant = grantTo("node-a");
    send(grant, 0, "one", "");
    send(grant, 2, "three");
    assertThat(log(job, "").attempt()).contains(new Attempt(1));
    assertThat(texts(log(job, ""))).containsExactly("one", "", "three");
    assertThat(text(job)).isEqualTo("one\n\nthree\n");
    assertThat(texts(log(job, "?tail=1"))).containsExactly("three");
  }

  @Test
  void lines_that_are_sent_again_are_kept_once() {
    Job job = submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    send(grant, 0, "one", "two");
    send(grant, 0, "one", "two");
    send(grant, 1, "two", "three");
    assertThat(texts(log(job, ""))).containsExactly("one", "two", "three");
  }

  @Test
  void lines_that_never_came_show_as_missing() {
    Job job = submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    send(grant, 0, "one");
    send(grant, 5, "six");
    assertThat(log(job, "").lines()).extracting(JobLog.Line::number).containsExactly(0L, 5L);
    assertThat(text(job)).isEqualTo("one\n... lines that the node did not send: 4\nsix\n");
  }

  @Test
  void only_the_end_of_a_long_log_is_kept() {
    Job job = submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    List<String> lines = Collections.nCopies(100, "x".repeat(LogLines.MAX_CHARACTERS));
    int calls = 4;
    for (int call = 0; call < calls; call++) {
      assertThat(call(grant, "logs", new LogLines(100L * call, lines)).statusCode()).isEqualTo(204);
    }
    long kept = tables.count("select sum(length(text)) from log_part");
    assertThat(kept)
        .isGreaterThanOrEqualTo(config.logs().bytesOfAttempt())
        .isLessThan(config.logs().bytesOfAttempt() + 100L * (LogLines.MAX_CHARACTERS + 1));
    assertThat(log(job, "").lines())
        .last()
        .extracting(JobLog.Line::number)
        .isEqualTo(100L * calls - 1);
  }

  @Test
  void every_attempt_has_a_log_of_its_own_and_a_stale_one_adds_nothing() {
    Job job = submit(spec(readyDataset()));
    Grant first = grantTo("node-a");
    send(first, 0, "first");
    release(first, 0);
    Grant second = grantTo("node-b");
    assertThat(texts(log(job, ""))).containsExactly("first");
    send(second, 0, "second");
    assertThat(
            read(call(first, "logs", new LogLines(1, List.of("late"))), 409, Problem.class).code())
        .isEqualTo(ErrorCode.LEASE_LOST);
    assertThat(texts(log(job, ""))).containsExactly("second");
    assertThat(texts(log(job, "?attempt=1"))).containsExactly("first");
    assertThat(read(get(path(job) + "?attempt=3"), 404, Problem.class).detail())
        .contains("no attempt 3");
  }

  @Test
  void the_last_words_of_a_failed_attempt_are_its_log_where_there_is_no_other() {
    Job job = submit(spec(readyDataset()));
    fail(grantTo("node-a"), FailureClass.TRAINER_CRASH);
    assertThat(texts(log(job, ""))).containsExactly("last line");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"firstLine\":0,\"lines\":[]}",
        "{\"firstLine\":-1,\"lines\":[\"a\"]}",
        "{\"firstLine\":0,\"lines\":[\"a\\nb\"]}",
        "{\"firstLine\":0,\"lines\":[\"a\\u0000b\"]}"
      })
  void lines_that_make_no_sense_are_refused_with_a_sentence(String body) {
    submit(spec(readyDataset()));
    Problem problem = read(call(grantTo("node-a"), "logs", body), 422, Problem.class);
    assertThat(problem.code()).isEqualTo(ErrorCode.INVALID_FIELD);
    assertThat(problem.detail()).endsWith(".");
  }

  private static void send(Grant grant, long firstLine, String... lines) {
    assertThat(call(grant, "logs", new LogLines(firstLine, List.of(lines))).statusCode())
        .isEqualTo(204);
  }

  private static String path(Job job) {
    return "/v1/jobs/" + job.id() + "/logs";
  }

  private static JobLog log(Job job, String query) {
    return read(get(path(job) + query), 200, JobLog.class);
  }

  private static String text(Job job) {
    return given().accept("text/plain").get(path(job)).asString();
  }

  private static List<String> texts(JobLog log) {
    return log.lines().stream().map(JobLog.Line::text).toList();
  }
}
