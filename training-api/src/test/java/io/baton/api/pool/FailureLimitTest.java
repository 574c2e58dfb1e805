package io.baton.api.pool;

import static io.baton.api.platform.TestApi.claim;
import static io.baton.api.platform.TestApi.complete;
import static io.baton.api.platform.TestApi.fail;
import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.grantTo;
import static io.baton.api.platform.TestApi.post;
import static io.baton.api.platform.TestApi.put;
import static io.baton.api.platform.TestApi.read;
import static io.baton.api.platform.TestApi.readyDataset;
import static io.baton.api.platform.TestApi.spec;
import static io.baton.api.platform.TestApi.submit;
import static io.baton.api.platform.TestApi.workRequest;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.PlatformTest;
import io.baton.api.platform.TestApi;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.node.Node;
import io.baton.protocol.node.NodeState;
import io.baton.protocol.node.Quarantine;
import io.baton.protocol.node.QuarantineRequest;
import io.baton.protocol.pool.PoolSnapshot;
import io.baton.protocol.pool.ReallocationRules;
import io.baton.protocol.work.FailureClass;
import io.baton.protocol.work.Grant;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class FailureLimitTest extends PlatformTest {
  private static final int MOST = ReallocationRules.DEFAULT.maxFailures();

  private DatasetId dataset;

  @BeforeEach
  void prepare() {
    dataset = readyDataset();
  }

  @Test
  void failures_of_many_attempts_at_once_take_a_node_out_at_exactly_its_limit() throws Exception {
    ask("healthy");
    List<Grant> grants = grants("bad", 12);

    atOnce(
        grants.stream()
            .<Callable<Integer>>map(
                grant -> () -> fail(grant, FailureClass.TRAINER_CRASH).statusCode())
            .toList());

    assertThat(outcomes("bad", "failed")).isEqualTo(MOST);
    assertThat(outcomes("bad", "drained")).isEqualTo(12 - MOST);
    assertThat(tables.count("select sum(failures) from job")).isEqualTo(MOST);
    assertThat(tables.count("select count(*) from job where status = 'failed'")).isZero();
    assertThat(node("bad").state()).isEqualTo(NodeState.QUARANTINED);
    assertThat(claim("bad")).isEmpty();
  }

  @Test
  void node_that_claims_and_fails_in_many_threads_fails_exactly_as_many_jobs_as_it_may()
      throws Exception {
    ask("healthy");
    for (int i = 0; i < 30; i++) {
      submit(spec(dataset));
    }
    List<Callable<Integer>> threads = new ArrayList<>();
    for (int i = 0; i < 8; i++) {
      threads.add(() -> failEverything("bad"));
    }

    atOnce(threads);

    assertThat(outcomes("bad", "failed")).isEqualTo(MOST);
    assertThat(tables.count("select count(distinct job_id) from attempt where outcome = 'failed'"))
        .isEqualTo(MOST);
    assertThat(claim("bad")).isEmpty();
  }

  @Test
  void nodes_that_reach_the_limit_together_never_stop_more_than_half_of_the_pool()
      throws Exception {
    List<Grant> last = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      String node = "node-" + i;
      grants(node, MOST - 1).forEach(grant -> fail(grant, FailureClass.GPU_ERROR));
      cancelInterrupted();
    }
    for (int i = 0; i < 10; i++) {
      last.addAll(grants("node-" + i, 1));
    }

    atOnce(
        last.stream()
            .<Callable<Integer>>map(grant -> () -> fail(grant, FailureClass.GPU_ERROR).statusCode())
            .toList());

    assertThat(tables.count("select count(*) from node where quarantined_until > baton_now()"))
        .isEqualTo(5);
    assertThat(tables.count("select count(*) from attempt where outcome = 'failed'"))
        .isEqualTo(10L * MOST);
  }

  @Test
  void success_in_between_does_not_make_up_for_failures() {
    ask("healthy");
    for (int i = 0; i < MOST; i++) {
      fail(grants("flaky", 1).get(0), FailureClass.GPU_ERROR).then().statusCode(204);
      cancelInterrupted();
      if (i < MOST - 1) {
        complete(grants("flaky", 1).get(0)).then().statusCode(204);
      }
    }

    Node node = node("flaky");
    assertThat(node.state()).isEqualTo(NodeState.QUARANTINED);
    assertThat(node.quarantine().orElseThrow().reason())
        .isEqualTo("3 jobs failed on it within 1 h: that takes a node of its pool out of work.");
    assertThat(
            Duration.between(
                node.quarantine().orElseThrow().since(), node.quarantine().orElseThrow().until()))
        .isEqualTo(Duration.ofSeconds(ReallocationRules.DEFAULT.banSeconds()));
  }

  @Test
  void innocent_failures_of_a_node_that_is_out_are_still_the_jobs() {
    ask("healthy");
    List<Grant> grants = grants("bad", MOST + 2);
    for (int i = 0; i < MOST; i++) {
      fail(grants.get(i), FailureClass.TRAINER_CRASH).then().statusCode(204);
    }

    fail(grants.get(MOST), FailureClass.BAD_INPUT).then().statusCode(204);
    fail(grants.get(MOST + 1), FailureClass.TRAINER_CRASH).then().statusCode(204);

    assertThat(status(grants.get(MOST))).isEqualTo("failed");
    Grant spared = grants.get(MOST + 1);
    assertThat(status(spared)).isEqualTo("interrupted");
    assertThat(get("/v1/jobs/" + spared.job() + "/events").asString())
        .contains("Node bad, which is out of work because jobs failed on it, could not go on");
    assertThat(get("/v1/jobs/" + spared.job() + "/bans").asString()).contains("bad");
  }

  @Test
  void failures_count_again_only_from_the_end_of_a_quarantine() {
    ask("healthy");
    grants("bad", MOST).forEach(grant -> fail(grant, FailureClass.TRAINER_CRASH));
    cancelInterrupted();
    post("/v1/nodes/bad/release", "{}").then().statusCode(200);

    grants("bad", MOST - 1).forEach(grant -> fail(grant, FailureClass.TRAINER_CRASH));
    assertThat(node("bad").state()).isEqualTo(NodeState.IDLE);
    cancelInterrupted();
    fail(grants("bad", 1).get(0), FailureClass.TRAINER_CRASH);
    assertThat(node("bad").state()).isEqualTo(NodeState.QUARANTINED);
  }

  @Test
  void quarantine_by_an_operator_that_ends_sooner_is_made_longer() {
    ask("healthy");
    List<Grant> grants = grants("bad", MOST);
    post("/v1/nodes/bad/quarantine", new QuarantineRequest("It is loud.", 60))
        .then()
        .statusCode(200);

    grants.forEach(grant -> fail(grant, FailureClass.TRAINER_CRASH).then().statusCode(204));

    assertThat(node("bad").quarantine().orElseThrow().reason()).startsWith("3 jobs failed on it");
  }

  @Test
  void figures_are_those_of_the_pools_policy() {
    ask("healthy");
    put(
            "/v1/pools/local/policy",
            "{\"reallocation\":{\"maxFailures\":2,\"windowSeconds\":120,\"banSeconds\":600}}")
        .then()
        .statusCode(200);
    fail(grants("bad", 1).get(0), FailureClass.TRAINER_CRASH);
    cancelInterrupted();
    clock.advance(Duration.ofSeconds(121));
    ask("healthy");
    fail(grants("bad", 1).get(0), FailureClass.TRAINER_CRASH);
    cancelInterrupted();
    assertThat(node("bad").state()).isEqualTo(NodeState.IDLE);

    fail(grants("bad", 1).get(0), FailureClass.TRAINER_CRASH);

    Quarantine quarantine = node("bad").quarantine().orElseThrow();
    assertThat(quarantine.reason()).startsWith("2 jobs failed on it within 2 min");
    assertThat(Duration.between(quarantine.since(), quarantine.until()))
        .isEqualTo(Duration.ofSeconds(600));
  }

  @Test
  void count_stands_still_while_the_quarantine_lasts_and_begins_anew_at_its_end() {
    ask("healthy");
    grants("bad", MOST).forEach(grant -> fail(grant, FailureClass.TRAINER_CRASH));
    assertThat(failures("bad")).isEqualTo(MOST);

    clock.advance(Duration.ofHours(23));
    assertThat(failures("bad")).isEqualTo(MOST);
    clock.advance(Duration.ofHours(2));
    ask("bad");
    assertThat(failures("bad")).isZero();
  }

  private static int failures(String node) {
    return read(get("/v1/pools/local/snapshot"), 200, PoolSnapshot.class).nodes().stream()
        .filter(each -> each.id().value().equals(node))
        .findFirst()
        .orElseThrow()
        .failures();
  }

  /** As one node does that holds several jobs. */
  private List<Grant> grants(String node, int count) {
    for (int i = 0; i < count; i++) {
      submit(spec(dataset));
    }
    List<Grant> grants = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      grants.add(grantTo(node));
    }
    return grants;
  }

  private static int failEverything(String node) {
    int failed = 0;
    for (Optional<Grant> grant = claim(node); grant.isPresent(); grant = claim(node)) {
      fail(grant.get(), FailureClass.TRAINER_CRASH).then().statusCode(204);
      failed++;
    }
    return failed;
  }

  private static <T> List<T> atOnce(List<Callable<T>> calls) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(calls.size());
    try {
      CountDownLatch start = new CountDownLatch(1);
      List<Future<T>> running = new ArrayList<>();
      for (Callable<T> call : calls) {
        running.add(
            threads.submit(
                () -> {
                  start.await();
                  return call.call();
                }));
      }
      start.countDown();
      List<T> results = new ArrayList<>();
      for (Future<T> each : running) {
        results.add(each.get());
      }
      return results;
    } finally {
      threads.shutdownNow();
    }
  }

  private long outcomes(String node, String outcome) {
    return tables.count(
        "select count(*) from attempt where node_id = '%s' and outcome = '%s'"
            .formatted(node, outcome));
  }

  /** Other nodes are not to be handed what failed here. */
  private void cancelInterrupted() {
    tables
        .rows("select id from job where status = 'interrupted'")
        .forEach(job -> post("/v1/jobs/" + job + "/cancel", "{}"));
  }

  private String status(Grant grant) {
    return tables.rows("select status from job where id = '" + grant.job() + "'").get(0);
  }

  private static void ask(String node) {
    assertThat(post("/v1/work", workRequest(node)).statusCode()).isIn(200, 204);
  }

  private static Node node(String id) {
    return read(TestApi.get("/v1/nodes/" + id), 200, Node.class);
  }
}
