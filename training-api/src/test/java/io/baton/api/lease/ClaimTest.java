package io.baton.api.lease;

import static io.baton.api.platform.TestApi.call;
import static io.baton.api.platform.TestApi.claim;
import static io.baton.api.platform.TestApi.commit;
import static io.baton.api.platform.TestApi.fail;
import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.heartbeat;
import static io.baton.api.platform.TestApi.job;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.release;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static io.baton.api.platform.TestApi.with;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.PlatformTest;
import io.baton.api.platform.TestApi;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.event.EventType;
import io.baton.protocol.event.JobEvent;
import io.baton.protocol.event.JobEventPage;
import io.baton.protocol.job.AttemptOutcome;
import io.baton.protocol.job.AttemptRecord;
import io.baton.protocol.job.Budgets;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.node.Node;
import io.baton.protocol.node.NodePage;
import io.baton.protocol.pool.PoolDemand;
import io.baton.protocol.work.FailureClass;
import io.baton.protocol.work.Grant;
import io.baton.protocol.work.WorkRequest;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

@QuarkusTest
class ClaimTest extends PlatformTest {
  private static final Duration LEASE = Duration.ofSeconds(60);

  @Inject LeaseLapse lapse;
  @Inject Claims claims;

  @Test
  void many_nodes_at_once_get_every_job_once() throws Exception {
    DatasetId dataset = readyDataset();
    int jobs = 200;
    for (int i = 0; i < jobs; i++) {
      submit(spec(dataset));
    }
    int nodes = 64;
    Set<JobId> handedOut = ConcurrentHashMap.newKeySet();
    ExecutorService threads = Executors.newFixedThreadPool(nodes);
    try {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<List<JobId>>> claims = new ArrayList<>();
      for (int i = 0; i < nodes; i++) {
        String node = "node-" + i;
        claims.add(threads.submit(() -> claimAll(node, start)));
      }
      start.countDown();
      int grants = 0;
      for (Future<List<JobId>> each : claims) {
        handedOut.addAll(each.get());
        grants += each.get().size();
      }
      assertThat(grants).isEqualTo(jobs);
    } finally {
      threads.shutdownNow();
    }
    assertThat(handedOut).hasSize(jobs);
    assertThat(tables.count("select count(*) from attempt")).isEqualTo(jobs);
  }

  private static List<JobId> claimAll(String node, CountDownLatch start)
      throws InterruptedException {
    start.await();
    List<JobId> claimed = new ArrayList<>();
    for (Optional<Grant> grant = claim(node); grant.isPresent(); grant = claim(node)) {
      claimed.add(grant.get().job());
    }
    return claimed;
  }

  @Test
  void nodes_that_ask_at_once_get_the_first_in_line_whatever_the_jobs_ask_for() throws Exception {
    DatasetId dataset = readyDataset();
    for (int i = 0; i < 90; i++) {
      String label = "{\"baseModel\":\"model-" + i % 5 + "\",\"priority\":" + i * 7 % 4 + "}";
      submit(with(spec(dataset), label));
    }
    int nodes = 40;
    List<String> first =
        tables.rows("select id from job order by priority desc, sequence limit " + nodes);
    ExecutorService threads = Executors.newFixedThreadPool(nodes);
    try {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<String>> grants = new ArrayList<>();
      for (int i = 0; i < nodes; i++) {
        WorkRequest request = TestApi.workRequest("node-" + i);
        grants.add(
            threads.submit(
                () -> {
                  start.await();
                  return claims.claim(request).orElseThrow().job().value();
                }));
      }
      start.countDown();
      List<String> granted = new ArrayList<>();
      for (Future<String> grant : grants) {
        granted.add(grant.get());
      }
      assertThat(granted).containsExactlyInAnyOrderElementsOf(first);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void lost_jobs_go_first_the_longest_lost_before_others_then_priority_then_first_come() {
    DatasetId dataset = readyDataset();
    Job stalled = submit(spec(dataset));
    grantTo("node-a");
    Job drained = submit(spec(dataset));
    Grant drainedGrant = grantTo("node-b");
    Job low = submit(spec(dataset, -5, Budgets.DEFAULT, Optional.empty()));
    Job firstCome = submit(spec(dataset));
    Job second = submit(spec(dataset));
    Job urgent = submit(spec(dataset, 5, Budgets.DEFAULT, Optional.empty()));

    clock.advance(LEASE.minusSeconds(2));
    release(drainedGrant, 0);
    clock.advance(Duration.ofSeconds(5));

    List<JobId> order = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      order.add(grantTo("node-c").job());
    }
    assertThat(order)
        .containsExactly(
            drained.id(), stalled.id(), urgent.id(), firstCome.id(), second.id(), low.id());
    assertThat(claim("node-c")).isEmpty();
  }

  @Test
  void a_ban_hides_one_job_from_one_node_and_nothing_else() {
    DatasetId dataset = readyDataset();
    Job failing = submit(spec(dataset));
    Job other = submit(spec(dataset));
    Grant grant = grantTo("node-a");
    assertThat(grant.job()).isEqualTo(failing.id());
    assertThat(fail(grant, FailureClass.OUT_OF_MEMORY).statusCode()).isEqualTo(204);

    assertThat(grantTo("node-a").job()).isEqualTo(other.id());
    assertThat(claim("node-a")).isEmpty();
    Grant again = grantTo("node-b");
    assertThat(again.job()).isEqualTo(failing.id());
    assertThat(again.attempt().number()).isEqualTo(2);
  }

  @Test
  void a_stalled_job_is_claimed_over_at_once_and_its_former_attempt_is_lost() {
    Job job = submit(spec(readyDataset()));
    Grant former = grantTo("node-a");
    heartbeat(former, 17);
    commit(former, 10);
    assertThat(claim("node-b")).isEmpty();
    clock.advance(LEASE.plusMillis(1));

    Grant grant = grantTo("node-b");

    assertThat(grant.attempt().number()).isEqualTo(2);
    assertThat(grant.resumeFrom()).extracting(Grant.ResumePoint::step).containsExactly(10);
    AttemptRecord lost = attempts(job).get(0);
    assertThat(lost.outcome()).contains(AttemptOutcome.LOST);
    assertThat(lost.lastStep()).isEqualTo(17);
    assertThat(lost.stepsLost()).isEqualTo(7);
    assertThat(job(job).interruptions()).isEqualTo(1);
    assertThat(job(job).failures()).isZero();
    assertThat(events(job))
        .extracting(JobEvent::type)
        .endsWith(EventType.CHECKPOINT, EventType.INTERRUPTED, EventType.STARTED);
    assertThat(events(job).get(3).attempt().orElseThrow().number()).isEqualTo(1);
  }

  @Test
  void a_lapsed_lease_is_noticed_without_anybody_claiming() {
    Job job = submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    heartbeat(grant, 3);
    lapse.interruptAll();
    assertThat(job(job).status()).isEqualTo(JobStatus.RUNNING);
    clock.advance(LEASE.plusMillis(1));

    lapse.interruptAll();
    lapse.interruptAll();

    Job interrupted = job(job);
    assertThat(interrupted.status()).isEqualTo(JobStatus.INTERRUPTED);
    assertThat(interrupted.interruptions()).isEqualTo(1);
    assertThat(interrupted.reason()).isPresent();
    assertThat(events(job)).filteredOn(e -> e.type() == EventType.INTERRUPTED).hasSize(1);
    assertThat(grantTo("node-a").attempt().number()).isEqualTo(2);
  }

  @Test
  void heartbeats_keep_the_lease() {
    submit(spec(readyDataset()));
    Grant grant = grantTo("node-a");
    for (int i = 0; i < 5; i++) {
      clock.advance(LEASE.minusSeconds(5));
      assertThat(heartbeat(grant, i).statusCode()).isEqualTo(200);
      lapse.interruptAll();
      assertThat(claim("node-b")).isEmpty();
    }
  }

  @Test
  void interruptions_use_up_their_own_budget_only() {
    Job job = submit(spec(readyDataset(), 0, Budgets.of(1, 2), Optional.empty()));
    release(grantTo("node-a"), 0);
    assertThat(job(job).status()).isEqualTo(JobStatus.INTERRUPTED);
    grantTo("node-a");
    clock.advance(LEASE.plusMillis(1));
    assertThat(claim("node-b")).isEmpty();

    lapse.interruptAll();

    Job failed = job(job);
    assertThat(failed.status()).isEqualTo(JobStatus.FAILED);
    assertThat(failed.failures()).isZero();
    assertThat(failed.interruptions()).isEqualTo(2);
    assertThat(failed.reason().orElseThrow()).contains("interrupted 2 times");
    assertThat(events(job)).extracting(JobEvent::type).endsWith(EventType.FAILED);
  }

  @Test
  void failures_use_up_their_own_budget_only() {
    Job job = submit(spec(readyDataset(), 0, Budgets.of(2, 1), Optional.empty()));
    fail(grantTo("node-a"), FailureClass.TRAINER_CRASH);
    assertThat(job(job).status()).isEqualTo(JobStatus.INTERRUPTED);
    assertThat(job(job).interruptions()).isZero();
    fail(grantTo("node-b"), FailureClass.TRAINER_CRASH);

    Job failed = job(job);
    assertThat(failed.status()).isEqualTo(JobStatus.FAILED);
    assertThat(failed.failures()).isEqualTo(2);
    assertThat(failed.reason().orElseThrow()).contains("failed 2 times").contains("It said no.");
  }

  @Test
  void bad_input_ends_the_job_with_the_trainers_own_sentence() {
    Job job = submit(spec(readyDataset()));
    fail(grantTo("node-a"), FailureClass.BAD_INPUT);
    assertThat(job(job).status()).isEqualTo(JobStatus.FAILED);
    assertThat(job(job).reason()).contains("It said no.");
  }

  @Test
  void nodes_and_demand_show_who_holds_what() {
    DatasetId dataset = readyDataset();
    Job held = submit(spec(dataset));
    submit(spec(dataset));
    grantTo("node-a");
    PoolDemand demand = read(get("/v1/pools/local/demand"), 200, PoolDemand.class);
    assertThat(demand.claimable()).isEqualTo(1);
    assertThat(demand.running()).isEqualTo(1);
    assertThat(demand.busyNodes()).extracting(Object::toString).containsExactly("node-a");
    assertThat(read(get("/v1/pools/other/demand"), 200, PoolDemand.class).busyNodes()).isEmpty();
    assertThat(read(get("/v1/nodes/node-a"), 200, Node.class).job()).contains(held.id());
    assertThat(read(get("/v1/nodes"), 200, NodePage.class).nodes()).hasSize(1);

    clock.advance(LEASE.plusMillis(1));
    PoolDemand stalled = read(get("/v1/pools/local/demand"), 200, PoolDemand.class);
    assertThat(stalled.claimable()).isEqualTo(2);
    assertThat(stalled.busyNodes()).isEmpty();
    assertThat(read(get("/v1/nodes/node-a"), 200, Node.class).job()).isEmpty();
  }

  @Test
  void a_heartbeat_before_training_keeps_the_step_it_resumed_from() {
    Job job = submit(spec(readyDataset()));
    Grant first = grantTo("node-a");
    commit(first, 10);
    release(first, 10);
    Grant second = grantTo("node-b");
    call(second, "heartbeat", "{\"phase\":\"loading-model\",\"step\":0}");
    assertThat(job(job).progress().step()).isEqualTo(10);
    assertThat(job(job).progress().phase()).isPresent();
  }

  private static List<AttemptRecord> attempts(Job job) {
    return List.of(read(get("/v1/jobs/" + job.id() + "/attempts"), 200, AttemptRecord[].class));
  }

  private static List<JobEvent> events(Job job) {
    return read(get("/v1/jobs/" + job.id() + "/events"), 200, JobEventPage.class).events();
  }
}
