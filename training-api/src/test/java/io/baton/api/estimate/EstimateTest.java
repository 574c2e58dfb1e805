package io.baton.api.estimate;

import static io.baton.api.platform.TestApi.STEPS;
import static io.baton.api.platform.TestApi.call;
import static io.baton.api.platform.TestApi.complete;
import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.json;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.PlatformTest;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.job.JobEstimate;
import io.baton.protocol.job.JobEstimate.GpuEstimate;
import io.baton.protocol.job.JobPage;
import io.baton.protocol.label.Labels;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.problem.Problem;
import io.baton.protocol.work.Grant;
import io.baton.protocol.work.Heartbeat;
import io.baton.protocol.work.NodeCapabilities;
import io.baton.protocol.work.Phase;
import io.baton.protocol.work.WorkRequest;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EstimateTest extends PlatformTest {
  /** The clock runs on while a test does its calls. */
  private static final Offset<Double> CALLS = Offset.offset(8.0);

  @Test
  void without_like_jobs_there_are_no_figures_and_nothing_is_written() {
    JobEstimate estimate = estimate(json(spec(readyDataset())));
    assertThat(estimate.basis()).isEqualTo(JobEstimate.Basis.NONE);
    assertThat(estimate.attempts()).isZero();
    assertThat(estimate.gpus()).isEmpty();
    assertThat(estimate.totalSteps()).isEqualTo(STEPS);
    assertThat(estimate.spec().priority()).isZero();
    assertThat(read(get("/v1/jobs"), 200, JobPage.class).jobs()).isEmpty();
    assertThat(tables.count("select count(*) from event")).isZero();
  }

  @Test
  void time_and_cost_are_the_medians_of_like_attempts_on_each_gpu() {
    DatasetId dataset = readyDataset();
    tables.execute(
        "insert into pool_policy (pool, node_price_per_hour, updated_at) values ('fast', 3.6, now())");
    // 60 steps at 1, 2 and 4 a second; all took 100 s.
    train(dataset, "fast", "RTX 4090", 1);
    train(dataset, "fast", "RTX 4090", 2);
    train(dataset, "fast", "RTX 4090", 4);
    train(dataset, "slow", "T4", 0.5);

    JobEstimate estimate = estimate(json(spec(dataset)).replace(steps(STEPS), steps(600)));

    assertThat(estimate.basis()).isEqualTo(JobEstimate.Basis.MEASURED);
    assertThat(estimate.attempts()).isEqualTo(4);
    assertThat(estimate.gpus())
        .extracting(g -> g.gpu().orElseThrow())
        .containsExactly("RTX 4090", "T4");
    GpuEstimate fast = estimate.gpus().get(0);
    assertThat(fast.attempts()).isEqualTo(3);
    assertThat(fast.stepsPerSecond()).isEqualTo(2);
    assertThat(fast.trainingSeconds()).isEqualTo(300);
    assertThat(fast.startSeconds().orElseThrow()).isCloseTo(70, CALLS);
    assertThat(fast.seconds()).isEqualTo(300 + fast.startSeconds().orElseThrow());
    assertThat(fast.pricePerHour()).hasValue(3.6);
    assertThat(fast.cost()).hasValue(fast.seconds() * 3.6 / 3600);
    assertThat(estimate.gpus().get(1).cost()).isEmpty();
  }

  @Test
  void other_work_and_nodes_that_the_job_may_not_run_on_do_not_count() {
    DatasetId dataset = readyDataset();
    train(dataset, "fast", "RTX 4090", 1);
    String like = json(spec(dataset));
    assertThat(estimate(like.replace("\"resolution\":1024", "\"resolution\":512")).gpus())
        .isEmpty();
    assertThat(estimate(like.replace("\"gpus\":[]", "\"gpus\":[\"T4\"]")).gpus()).isEmpty();
    assertThat(estimate(like.replace("\"gpus\":[]", "\"gpus\":[\"rtx 4090\"]")).gpus()).hasSize(1);
    String memory = "\"gpus\":[],\"minGpuMemoryBytes\":";
    assertThat(estimate(like.replace("\"gpus\":[]", memory + 25_000_000_000L)).gpus()).isEmpty();
    assertThat(estimate(like.replace("\"gpus\":[]", memory + 24_000_000_000L)).gpus()).hasSize(1);
  }

  @Test
  void what_a_submission_would_refuse_is_refused() {
    String like = json(spec(readyDataset()));
    String path = "/v1/jobs?dryRun=true";
    assertThat(
            read(post(path, like.replaceFirst("data-[a-z0-9]+", "data-none")), 422, Problem.class)
                .detail())
        .contains("there is no data-none");
    assertThat(read(post("/v1/jobs?dryRun=yes", like), 422, Problem.class).detail())
        .isEqualTo("'dryRun' must be true or false, not 'yes'.");
  }

  @Test
  void a_job_is_estimated_before_its_images_are_uploaded() {
    String like =
        json(spec(readyDataset()))
            .replaceFirst("data-[a-z0-9]+", "data-none")
            .replace("\"maxTrainSteps\":" + STEPS, "\"numTrainEpochs\":3");

    JobEstimate estimate =
        read(post("/v1/jobs?dryRun=true&images=8", like), 200, JobEstimate.class);

    assertThat(estimate.totalSteps()).isEqualTo(6);
    assertThat(read(post("/v1/jobs?dryRun=true&images=0", like), 422, Problem.class).detail())
        .isEqualTo("'images' must be from 1 to 10000, not 0.");
    assertThat(read(post("/v1/jobs?images=8", like), 422, Problem.class).detail())
        .isEqualTo("'images' is only for a dry run.");
  }

  /** Runs a job to its end, which takes 100 s. */
  private void train(DatasetId dataset, String pool, String gpu, double stepsPerSecond) {
    submit(spec(dataset));
    NodeCapabilities capabilities =
        new NodeCapabilities(
            Optional.of(gpu), Optional.of(24_000_000_000L), List.of(), Labels.NONE);
    WorkRequest request =
        new WorkRequest(
            new NodeId(gpu.replace(' ', '-')),
            new PoolName(pool),
            "localhost",
            1,
            capabilities,
            Optional.empty());
    Grant grant = read(post("/v1/work", request), 200, Grant.class);
    beat(grant, stepsPerSecond);
    clock.advance(Duration.ofSeconds(50));
    beat(grant, stepsPerSecond);
    clock.advance(Duration.ofSeconds(50));
    assertThat(complete(grant).statusCode()).isEqualTo(204);
  }

  private static void beat(Grant grant, double stepsPerSecond) {
    Heartbeat heartbeat =
        new Heartbeat(Phase.TRAINING, 10, Optional.empty(), Optional.of(stepsPerSecond));
    assertThat(call(grant, "heartbeat", heartbeat).statusCode()).isEqualTo(200);
  }

  private static String steps(int steps) {
    return "\"maxTrainSteps\":" + steps;
  }

  private static JobEstimate estimate(String spec) {
    return read(post("/v1/jobs?dryRun=true", spec), 200, JobEstimate.class);
  }
}
