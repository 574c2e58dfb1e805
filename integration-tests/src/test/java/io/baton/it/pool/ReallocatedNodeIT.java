package io.baton.it.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.it.bench.BenchPlatform;
import io.baton.protocol.client.JobsClient;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.ScalingAction;
import io.baton.protocol.pool.ScalingDecision;
import io.baton.protocol.pool.ScalingReason;
import io.baton.protocol.pool.StoredScalingDecision;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bad node of a pool of one, with everything in a process of its own. */
@Tag("long")
class ReallocatedNodeIT {
  private static final Duration PATIENCE = Duration.ofSeconds(120);

  @TempDir static Path directory;

  @Test
  void node_on_which_jobs_fail_is_replaced_and_another_completes_them() throws Exception {
    try (BenchPlatform platform =
        new BenchPlatform(
            directory.resolve("platform"),
            AutoscalerProcess.HOME.resolve("training-api/target/quarkus-app/quarkus-run.jar"),
            PoolFixture::service)) {
      platform.startService();
      try (PoolFixture pool = new PoolFixture(platform, "one", directory.resolve("one"))) {
        pool.set(pool.policy(1, 1).build());
        Path bad = Files.createFile(directory.resolve("bad"));
        pool.autoscaler("only");
        // More than the node may fail: one that can take no job at all would go for that alone.
        List<JobId> jobs = pool.jobs().submitFailingBeside(bad, 12);
        JobsClient client = pool.jobs().client();
        Awaitility.await("the node is to be replaced")
            .atMost(PATIENCE)
            .until(() -> reallocation(pool).isPresent());
        ScalingDecision decision = reallocation(pool).orElseThrow();
        assertThat(decision.nodes()).hasSize(1);
        NodeId replaced = decision.nodes().get(0);
        Awaitility.await("the node is gone")
            .atMost(PATIENCE)
            .until(() -> !pool.nodes().processes().containsKey(replaced.value()));

        Files.delete(bad);

        // No job goes back to where it failed, so only another node can complete them.
        Awaitility.await("another node completed them")
            .atMost(PATIENCE)
            .until(
                () ->
                    jobs.stream().allMatch(job -> client.job(job).status() == JobStatus.COMPLETED));
        assertThat(decision.reason()).isEqualTo(ScalingReason.FAILURES);
        assertThat(decision.text()).contains(" jobs failed on it");
        assertThat(jobs)
            .allSatisfy(
                job -> assertThat(client.job(job).node()).isNotEqualTo(Optional.of(replaced)));
      }
    }
  }

  private static Optional<ScalingDecision> reallocation(PoolFixture pool) {
    return pool.decisions().stream()
        .map(StoredScalingDecision::decision)
        .filter(each -> each.action() == ScalingAction.REALLOCATE)
        .findFirst();
  }
}
