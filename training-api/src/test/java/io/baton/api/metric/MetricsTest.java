package io.baton.api.metric;

import static io.baton.api.platform.TestApi.call;
import static io.baton.api.platform.TestApi.commit;
import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.heartbeat;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.release;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.PlatformTest;
import io.baton.api.platform.TestApi;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.AttemptOutcome;
import io.baton.protocol.job.AttemptRecord;
import io.baton.protocol.job.Job;
import io.baton.protocol.metric.JobMetrics;
import io.baton.protocol.metric.MetricBatch;
import io.baton.protocol.metric.MetricSeries;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import io.baton.protocol.work.Grant;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class MetricsTest extends PlatformTest {

  @Test
  void what_a_node_measures_its_owner_sees() {
    Job job = submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    send(grant, series("loss", 1, 0.5, 0.25), series("learningRate", 1, 1e-4, 1e-4));
    send(grant, series("loss", 3, 0.125));

    JobMetrics metrics = metrics(job, "");
    assertThat(metrics.attempt()).contains(new Attempt(1));
    assertThat(metrics.series())
        .containsExactly(
            new JobMetrics.Curve("learningRate", 2, List.of(1, 2), List.of(1e-4, 1e-4)),
            new JobMetrics.Curve("loss", 3, List.of(1, 2, 3), List.of(0.5, 0.25, 0.125)));
    assertThat(metrics(job, "?name=loss&sinceStep=1").series())
        .containsExactly(new JobMetrics.Curve("loss", 2, List.of(2, 3), List.of(0.25, 0.125)));
  }

  @Test
  void sending_a_batch_again_changes_nothing() {
    Job job = submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    for (int time = 0; time < 2; time++) {
      send(grant, series("loss", 1, 0.5, 0.25));
    }
    assertThat(metrics(job, "").series())
        .containsExactly(new JobMetrics.Curve("loss", 2, List.of(1, 2), List.of(0.5, 0.25)));
  }

  @Test
  void after_a_resume_points_past_the_checkpoint_are_replaced() {
    Job job = submit(spec(readyDataset()));
    Grant first = grantTo("node-a");
    send(first, series("loss", 1, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6));
    commit(first, 3);
    release(first, 6);
    Grant second = grantTo("node-b");
    assertThat(metrics(job, "").series().get(0).steps()).containsExactly(1, 2, 3, 4, 5, 6);
    assertThat(metrics(job, "").attempt()).contains(new Attempt(1));

    send(second, series("loss", 4, 1.4, 1.5));
    assertThat(metrics(job, "").series())
        .containsExactly(
            new JobMetrics.Curve(
                "loss", 5, List.of(1, 2, 3, 4, 5), List.of(0.1, 0.2, 0.3, 1.4, 1.5)));
    assertThat(metrics(job, "").attempt()).contains(new Attempt(2));
  }

  @Test
  void steps_that_only_measurements_told_of_are_lost_with_the_node_too() {
    Job job = submit(spec(readyDataset()));
    Grant first = grantTo("node-a");
    heartbeat(first, 4);
    commit(first, 3);
    send(first, series("loss", 1, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6));

    clock.advance(Duration.ofSeconds(61));
    grantTo("node-b");

    AttemptRecord lost =
        read(get("/v1/jobs/" + job.id() + "/attempts"), 200, AttemptRecord[].class)[0];
    assertThat(lost.outcome()).contains(AttemptOutcome.LOST);
    assertThat(lost.lastStep()).isEqualTo(6);
    assertThat(lost.stepsLost()).isEqualTo(3);
  }

  @Test
  void a_stale_attempt_measures_nothing() {
    Job job = submit(spec(readyDataset()));
    Grant stale = grantTo("node-a");
    release(stale, 1);
    Grant live = grantTo("node-b");
    Problem problem =
        read(
            call(stale, "metrics", new MetricBatch(List.of(series("loss", 1, 9.0)))),
            409,
            Problem.class);
    assertThat(problem.code()).isEqualTo(ErrorCode.LEASE_LOST);
    send(live, series("loss", 2, 1.0));
    assertThat(metrics(job, "").series().get(0).steps()).containsExactly(2);
  }

  @Test
  void a_long_series_is_thinned_out_and_keeps_its_extremes() {
    Job job = submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    double[] values = IntStream.range(0, TestApi.STEPS).mapToDouble(i -> i == 31 ? 9 : 1).toArray();
    send(grant, series("loss", 1, values));
    JobMetrics.Curve shown = metrics(job, "?maxPoints=10").series().get(0);
    assertThat(shown.points()).isEqualTo(TestApi.STEPS);
    assertThat(shown.steps()).hasSizeLessThanOrEqualTo(10).contains(1, 32, TestApi.STEPS);
    assertThat(shown.values()).contains(9.0);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"series\":[]}",
        "{\"series\":[{\"name\":\"loss\",\"steps\":[1],\"values\":[]}]}",
        "{\"series\":[{\"name\":\"loss\",\"steps\":[2,2],\"values\":[1,1]}]}",
        "{\"series\":[{\"name\":\"loss\",\"steps\":[0],\"values\":[1]}]}",
        "{\"series\":[{\"name\":\"loss\",\"steps\":[61],\"values\":[1]}]}",
        "{\"series\":[{\"name\":\"a b\",\"steps\":[1],\"values\":[1]}]}",
        "{\"series\":[{\"name\":\"loss\",\"steps\":[1],\"values\":[1]},"
            + "{\"name\":\"loss\",\"steps\":[2],\"values\":[1]}]}"
      })
  void a_batch_that_makes_no_sense_is_refused_with_a_sentence(String body) {
    submit(spec(readyDataset()));
    Problem problem = read(call(grantTo("node-a"), "metrics", body), 422, Problem.class);
    assertThat(problem.code()).isEqualTo(ErrorCode.INVALID_FIELD);
    assertThat(problem.detail()).endsWith(".");
  }

  @Test
  void a_job_has_only_so_many_series() {
    submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    for (int batch = 0; batch < 2; batch++) {
      int from = 40 * batch;
      MetricBatch names =
          new MetricBatch(
              IntStream.range(from, from + 40).mapToObj(n -> series("m" + n, 1, 0.0)).toList());
      assertThat(call(grant, "metrics", names).statusCode()).isEqualTo(batch == 0 ? 204 : 422);
    }
    assertThat(tables.count("select count(*) from metric_series")).isEqualTo(40);
  }

  @ParameterizedTest
  @CsvSource({"?maxPoints=3", "?maxPoints=10001", "?sinceStep=-1", "?sinceStep=x"})
  void what_cannot_be_asked_is_refused(String query) {
    Job job = submit(spec(readyDataset()));
    assertThat(get("/v1/jobs/" + job.id() + "/metrics" + query).statusCode()).isEqualTo(422);
  }

  static MetricSeries series(String name, int firstStep, double... values) {
    return new MetricSeries(
        name,
        IntStream.range(firstStep, firstStep + values.length).boxed().toList(),
        Arrays.stream(values).boxed().toList());
  }

  private static void send(Grant grant, MetricSeries... series) {
    assertThat(call(grant, "metrics", new MetricBatch(List.of(series))).statusCode())
        .isEqualTo(204);
  }

  private static JobMetrics metrics(Job job, String query) {
    return read(get("/v1/jobs/" + job.id() + "/metrics" + query), 200, JobMetrics.class);
  }
}
