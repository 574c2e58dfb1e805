package io.baton.api.budget;

import static io.baton.api.platform.TestApi.claim;
import static io.baton.api.platform.TestApi.complete;
import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.heartbeat;
import static io.baton.api.platform.TestApi.job;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.release;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.baton.api.lease.LeaseLapse;
import io.baton.api.platform.PlatformTest;
import io.baton.protocol.event.JobEvent;
import io.baton.protocol.event.JobEventPage;
import io.baton.protocol.job.AttemptOutcome;
import io.baton.protocol.job.AttemptRecord;
import io.baton.protocol.job.Budgets;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.work.Directive;
import io.baton.protocol.work.Grant;
import io.baton.protocol.work.HeartbeatAnswer;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** Budgets of time and money; a lease lasts 60 s. */
@QuarkusTest
class BudgetTest extends PlatformTest {
  /** The requests themselves take time that counts. */
  private static final Offset<Double> SECONDS = within(20.0);

  @Inject BudgetWatch watch;
  @Inject LeaseLapse lapse;

  @Test
  void a_running_job_that_used_up_its_time_fails_and_its_node_is_told_to_stop() {
    Job job = submitWith(seconds(200));
    Grant grant = grantTo("node-a");
    hold(grant, 3);
    watch.endAll();
    assertThat(job(job).status()).isEqualTo(JobStatus.RUNNING);
    assertThat(job(job).spent().runtimeSeconds()).isCloseTo(150, SECONDS);
    hold(grant, 1);
    watch.endAll();

    Job failed = job(job);
    assertThat(failed.status()).isEqualTo(JobStatus.FAILED);
    assertThat(failed.reason().orElseThrow())
        .startsWith("The job used up its budget of time: nodes held it for 2")
        .endsWith("of 200 seconds (budgets.maxRuntimeSeconds).");
    assertThat(failed.failures()).isZero();
    HeartbeatAnswer answer = read(heartbeat(grant, 20), 200, HeartbeatAnswer.class);
    assertThat(answer.directive()).isEqualTo(Directive.STOP);
    assertThat(answer.reason()).isEqualTo(failed.reason());
    assertThat(outcomes(job)).containsExactly(AttemptOutcome.CANCELED);
    JobEvent last = events(job).get(events(job).size() - 1);
    assertThat(last.type().name()).isEqualTo("FAILED");
    assertThat(last.text()).isEqualTo(failed.reason().orElseThrow());
    assertThat(claim("node-b")).isEmpty();
  }

  @Test
  void time_is_added_up_over_attempts_and_a_job_given_back_over_its_budget_ends() {
    Job job = submitWith(seconds(200));
    Grant first = grantTo("node-a");
    hold(first, 3);
    release(first, 10);
    assertThat(job(job).status()).isEqualTo(JobStatus.INTERRUPTED);
    clock.advance(Duration.ofHours(5));
    assertThat(job(job).spent().runtimeSeconds()).isCloseTo(150, SECONDS);
    Grant second = grantTo("node-b");
    hold(second, 1);
    release(second, 20);

    Job failed = job(job);
    assertThat(failed.status()).isEqualTo(JobStatus.FAILED);
    assertThat(failed.reason().orElseThrow()).contains("budget of time");
    assertThat(outcomes(job)).containsExactly(AttemptOutcome.DRAINED, AttemptOutcome.DRAINED);
    assertThat(failed.spent().runtimeSeconds()).isCloseTo(200, SECONDS);
    assertThat(claim("node-c")).isEmpty();
  }

  @Test
  void a_job_whose_lease_lapsed_over_its_budget_is_not_handed_out_again() {
    Job job = submitWith(seconds(50));
    grantTo("node-a");
    clock.advance(Duration.ofSeconds(100));
    watch.endAll();
    assertThat(claim("node-b")).isEmpty();
    lapse.interruptAll();

    assertThat(job(job).status()).isEqualTo(JobStatus.FAILED);
    assertThat(job(job).reason().orElseThrow()).contains("budget of time");
    assertThat(outcomes(job)).containsExactly(AttemptOutcome.LOST);
  }

  @Test
  void nobody_holds_a_job_after_its_lease() {
    Job job = submitWith(seconds(200));
    grantTo("node-a");
    clock.advance(Duration.ofSeconds(500));
    assertThat(claim("node-b")).isPresent();
    assertThat(job(job).spent().runtimeSeconds()).isCloseTo(60, SECONDS);
    clock.advance(Duration.ofSeconds(500));
    lapse.interruptAll();
    assertThat(job(job).status()).isEqualTo(JobStatus.INTERRUPTED);
    assertThat(job(job).spent().runtimeSeconds()).isCloseTo(120, SECONDS);
  }

  @Test
  void money_is_the_time_of_each_attempt_at_its_price() {
    price(3600);
    Job job = submitWith(cost(200));
    Grant first = grantTo("node-a");
    hold(first, 1);
    release(first, 10);
    price(7200);
    Grant second = grantTo("node-b");
    price(0);
    hold(second, 1);
    watch.endAll();
    assertThat(job(job).status()).isEqualTo(JobStatus.RUNNING);
    assertThat(job(job).spent().cost()).isCloseTo(150, within(40.0));
    assertThat(job(job).spent().unpricedSeconds()).isZero();
    hold(second, 1);
    watch.endAll();

    assertThat(job(job).status()).isEqualTo(JobStatus.FAILED);
    assertThat(job(job).reason().orElseThrow())
        .startsWith("The job used up its budget of money: its attempts cost 2")
        .endsWith("of 200 (budgets.maxCost).");
  }

  @Test
  void nodes_without_a_price_cost_nothing_and_the_job_says_so() {
    Job job = submitWith(cost(0.01));
    Grant grant = grantTo("node-a");
    hold(grant, 1);
    watch.endAll();

    Job running = job(job);
    assertThat(running.status()).isEqualTo(JobStatus.RUNNING);
    assertThat(running.spent().cost()).isZero();
    assertThat(running.spent().unpricedSeconds()).isEqualTo(running.spent().runtimeSeconds());
    assertThat(running.spent().unpricedSeconds()).isCloseTo(50, SECONDS);
  }

  @Test
  void a_job_that_is_done_in_spite_of_its_budget_is_done() {
    Job job = submitWith(seconds(10));
    Grant grant = grantTo("node-a");
    clock.advance(Duration.ofSeconds(30));
    assertThat(complete(grant).statusCode()).isEqualTo(204);
    watch.endAll();
    assertThat(job(job).status()).isEqualTo(JobStatus.COMPLETED);
    assertThat(job(job).spent().runtimeSeconds()).isCloseTo(30, SECONDS);
  }

  /** So many heartbeats, 50 s from one to the next. */
  private void hold(Grant grant, int heartbeats) {
    for (int i = 0; i < heartbeats; i++) {
      clock.advance(Duration.ofSeconds(50));
      assertThat(heartbeat(grant, 10).statusCode()).isEqualTo(200);
    }
  }

  private void price(int perHour) {
    tables.execute(
        "insert into pool_policy (pool, node_price_per_hour, updated_at) values ('local', "
            + perHour
            + ", baton_now()) on conflict (pool) do update set node_price_per_hour = "
            + perHour);
  }

  private static Job submitWith(Budgets budgets) {
    return submit(spec(readyDataset(), 0, budgets, Optional.empty()));
  }

  private static Budgets seconds(long seconds) {
    return new Budgets(null, null, Optional.of(seconds), Optional.empty());
  }

  private static Budgets cost(double cost) {
    return new Budgets(null, null, Optional.empty(), Optional.of(cost));
  }

  private static List<AttemptOutcome> outcomes(Job job) {
    return List.of(read(get("/v1/jobs/" + job.id() + "/attempts"), 200, AttemptRecord[].class))
        .stream()
        .map(attempt -> attempt.outcome().orElseThrow())
        .toList();
  }

  private static List<JobEvent> events(Job job) {
    return read(get("/v1/jobs/" + job.id() + "/events"), 200, JobEventPage.class).events();
  }
}
