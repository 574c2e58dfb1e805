package io.baton.it.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.it.bench.BenchPlatform;
import io.baton.it.pool.GatedJobs.Gated;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.ScalingAction;
import io.baton.protocol.pool.StoredScalingDecision;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A pool that follows its jobs, with everything in a process of its own. */
class ScaledPoolIT {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir static Path directory;
  private static BenchPlatform platform;

  @BeforeAll
  static void start() throws Exception {
    platform =
        new BenchPlatform(
            directory.resolve("platform"),
            AutoscalerProcess.HOME.resolve("training-api/target/quarkus-app/quarkus-run.jar"),
            PoolFixture::service);
    platform.startService();
  }

  @AfterAll
  static void stop() throws IOException {
    platform.close();
  }

  @Test
  void a_burst_gets_nodes_idle_ones_go_and_the_busy_one_is_never_touched() throws Exception {
    try (PoolFixture pool = new PoolFixture(platform, "burst", directory.resolve("burst"))) {
      pool.set(pool.policy(0, 3).build());
      pool.autoscaler("only");
      List<Gated> jobs = pool.jobs().submit(4);
      await("three of four run", () -> running(pool, jobs) == 3);
      assertThat(pool.nodes().processes()).hasSize(3);

      for (Gated job : jobs.subList(0, 3)) {
        job.letThrough();
      }
      Gated last = jobs.get(3);
      await("the last one runs", () -> pool.jobs().job(last).node().isPresent());
      NodeId busy = pool.jobs().job(last).node().orElseThrow();
      long process = pool.nodes().processes().get(busy.value());
      await("the others are gone", () -> pool.nodes().processes().size() == 1);

      assertThat(pool.nodes().processes()).isEqualTo(Map.of(busy.value(), process));
      assertThat(removed(pool)).hasSize(2).doesNotContain(busy);
      pool.set(pool.policy(2, 3).build());
      await("the new policy is followed", () -> pool.nodes().processes().size() == 2);
      pool.set(pool.policy(0, 3).build());
      last.letThrough();
      await("no job, no node", () -> pool.nodes().processes().isEmpty());
      assertThat(pool.jobs().allAre(JobStatus.COMPLETED, jobs)).isTrue();
      assertThat(jobs).allSatisfy(job -> assertThat(pool.jobs().job(job).failures()).isZero());
      assertThat(jobs).allSatisfy(job -> assertThat(pool.jobs().job(job).interruptions()).isZero());
      assertThat(actions(pool))
          .contains(ScalingAction.SCALE_UP, ScalingAction.SCALE_DOWN, ScalingAction.REMOVE);
      assertThat(pool.decisions())
          .allSatisfy(each -> assertThat(each.decision().text()).endsWith("."));
    }
  }

  @Test
  void a_node_that_is_killed_is_replaced_and_its_job_ends_elsewhere() throws Exception {
    try (PoolFixture pool = new PoolFixture(platform, "killed", directory.resolve("killed"))) {
      pool.set(pool.policy(0, 1).build());
      pool.autoscaler("only");
      Gated job = pool.jobs().submit(1).get(0);
      await("it runs", () -> pool.jobs().job(job).status() == JobStatus.RUNNING);
      String killed = pool.jobs().job(job).node().orElseThrow().value();

      pool.nodes().kill(killed);

      await("another has it", () -> heldByAnother(pool.jobs().job(job), killed));
      assertThat(pool.nodes().processes()).hasSize(1).doesNotContainKey(killed);
      job.letThrough();
      await("it is done", () -> pool.jobs().job(job).status() == JobStatus.COMPLETED);
      assertThat(pool.jobs().job(job).interruptions()).isEqualTo(1);
      assertThat(pool.jobs().job(job).failures()).isZero();
    }
  }

  @Test
  @Tag("long")
  void a_second_autoscaler_stands_by_and_takes_over_from_a_killed_one() throws Exception {
    try (PoolFixture pool = new PoolFixture(platform, "pair", directory.resolve("pair"))) {
      pool.set(pool.policy(0, 3).build());
      AutoscalerProcess first = pool.autoscaler("first");
      List<Gated> jobs = pool.jobs().submit(2);
      await("both run", () -> running(pool, jobs) == 2);
      Map<String, Long> nodes = pool.nodes().processes();
      AutoscalerProcess second = pool.autoscaler("second");
      await("the second stands by", () -> says(second, "stands by"));

      first.kill();
      jobs.addAll(pool.jobs().submit(1));

      await("the third runs as well", () -> running(pool, jobs) == 3);
      assertThat(pool.nodes().processes()).hasSize(3).containsAllEntriesOf(nodes);
      assertThat(holders(pool)).hasSize(2);
      AutoscalerProcess third = pool.autoscaler("third");
      await("another stands by", () -> says(third, "stands by"));
      for (Gated job : jobs) {
        job.letThrough();
      }
      await("no job, no node", () -> pool.nodes().processes().isEmpty());
      assertThat(pool.jobs().allAre(JobStatus.COMPLETED, jobs)).isTrue();
      assertThat(jobs).allSatisfy(job -> assertThat(pool.jobs().job(job).interruptions()).isZero());
      assertThat(holders(pool)).hasSize(2);
    }
  }

  private static boolean says(AutoscalerProcess autoscaler, String words) {
    return autoscaler.log().stream().anyMatch(line -> line.contains(words));
  }

  private static boolean heldByAnother(Job job, String node) {
    return job.status() == JobStatus.RUNNING
        && job.node().filter(each -> !each.value().equals(node)).isPresent();
  }

  private static long running(PoolFixture pool, List<Gated> jobs) {
    return jobs.stream().filter(job -> pool.jobs().job(job).status() == JobStatus.RUNNING).count();
  }

  private static List<NodeId> removed(PoolFixture pool) {
    return pool.decisions().stream()
        .map(StoredScalingDecision::decision)
        .filter(each -> each.action() == ScalingAction.REMOVE)
        .flatMap(each -> each.nodes().stream())
        .toList();
  }

  private static List<ScalingAction> actions(PoolFixture pool) {
    return pool.decisions().stream().map(each -> each.decision().action()).toList();
  }

  private static List<String> holders(PoolFixture pool) {
    return pool.decisions().stream().map(each -> each.decision().holder()).distinct().toList();
  }

  private static void await(String what, Callable<Boolean> condition) {
    ConditionFactory patient = Awaitility.await(what).atMost(PATIENCE);
    patient.pollInterval(Duration.ofMillis(100)).until(condition);
  }
}
