package io.baton.it.fault;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.it.bench.BenchPlatform;
import io.baton.it.node.DrawnModel;
import io.baton.it.node.NodeProcess;
import io.baton.it.node.TinyTraining;
import io.baton.protocol.job.AttemptRecord;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every connection between nodes and storage and between nodes and API fails again and again: what
 * was trained is not lost, and nothing is committed that does not verify.
 */
class FaultyConnectionsIT {
  private static final Path HOME =
      Path.of(System.getProperty("baton.home", "..")).toAbsolutePath().normalize();
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final int STEPS = 40;
  private static final int CHECKPOINT_EVERY = 5;
  private static final long SEED = 5;

  @TempDir static Path directory;

  private static final FaultSchedule STORAGE_FAULTS = FaultSchedule.forStorage(SEED);
  private static final FaultSchedule API_FAULTS = FaultSchedule.forApi(SEED);

  private static BenchPlatform platform;
  private static FaultyHttpProxy storage;
  private static FaultyHttpProxy api;
  private static TinyTraining user;
  private static String undisturbed;

  private final StoredCheckpoints checkpoints =
      new StoredCheckpoints(directory.resolve("storage/baton"));

  /** The undisturbed run goes through the same proxies, while they do nothing. */
  @BeforeAll
  static void train_undisturbed() throws Exception {
    DrawnModel.make(HOME, DrawnModel.TINY, models());
    platform =
        new BenchPlatform(
            directory,
            HOME.resolve("training-api/target/quarkus-app/quarkus-run.jar"),
            FaultyConnectionsIT::settings);
    platform.startService();
    api = FaultyHttpProxy.before(platform.api(), API_FAULTS);
    user = new TinyTraining(platform.asOperator(), HOME, STEPS, CHECKPOINT_EVERY);
    try (NodeProcess node = node("undisturbed")) {
      JobId job = user.submit();
      user.await(job, ended -> ended.status() == JobStatus.COMPLETED, PATIENCE);
      undisturbed = user.lora(job);
      assertThat(node.isAlive()).isTrue();
    }
  }

  private static Map<String, String> settings(URI direct) {
    try {
      storage = FaultyHttpProxy.before(direct, STORAGE_FAULTS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.of(
        "BATON_STORAGE_ENDPOINT", storage.endpoint().toString(),
        "BATON_LEASE_DURATION", "10s",
        "BATON_LEASE_HEARTBEAT", "500ms",
        // What was committed is looked at after the end.
        "BATON_RETENTION_INTERVAL", "1h");
  }

  private static Path models() {
    return HOME.resolve("integration-tests/target/bench/models");
  }

  private static NodeProcess node(String id) throws IOException {
    return NodeProcess.start(
        HOME,
        id,
        api.endpoint(),
        platform.nodeKey(),
        directory.resolve(id),
        Map.of("BATON_MODELS_DIR", models().toString(), "BATON_POOL", "bench"));
  }

  @AfterAll
  static void stop() throws IOException {
    platform.close();
    storage.close();
    api.close();
  }

  @Test
  void connections_that_fail_lose_nothing_and_commit_nothing_that_does_not_verify()
      throws Exception {
    JobId job = user.submit();
    fail(0.15);
    try (NodeProcess node = node("short")) {
      await(job, ended -> ended.status() == JobStatus.COMPLETED);
      assertThat(node.isAlive()).isTrue();
    } finally {
      fail(0);
    }
    assertHeld(job);
    assertThat(API_FAULTS.struck().values()).as("kinds of faults").hasSizeGreaterThan(3);
    assertThat(STORAGE_FAULTS.struck().values()).as("kinds of faults").hasSizeGreaterThan(3);
  }

  /**
   * Looks at each checkpoint as it is committed: when the job has ended only the last is told of.
   */
  private void await(JobId id, Predicate<Job> state) throws InterruptedException {
    user.await(
        id,
        job -> {
          checkpoints.assertVerify(user.jobs().checkpoints(id));
          return state.test(job);
        },
        PATIENCE);
  }

  private static void fail(double share) {
    STORAGE_FAULTS.share(share);
    API_FAULTS.share(share);
  }

  private void assertHeld(JobId id) throws IOException, InterruptedException {
    Job job = user.jobs().job(id);
    assertThat(job.failures()).as("%s", job).isZero();
    assertThat(user.lora(id)).isEqualTo(undisturbed);
    assertThat(checkpoints.seen()).as("committed checkpoints that were looked at").isPositive();
    List<AttemptRecord> attempts = user.jobs().attempts(id);
    for (int i = 1; i < attempts.size(); i++) {
      assertThat(attempts.get(i).resumedFromStep())
          .as("%s", attempts)
          .isGreaterThanOrEqualTo(attempts.get(i - 1).resumedFromStep());
    }
  }

  /** With a node that dies in the middle, and another that takes over. */
  @Tag("long")
  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.2, 0.3})
  void nodes_may_die_while_connections_fail(double share) throws Exception {
    JobId job = user.submit();
    fail(share);
    try (NodeProcess first = node("first-" + share)) {
      await(job, running -> running.lastCheckpointStep().isPresent());
      first.kill();
      try (NodeProcess second = node("second-" + share)) {
        await(job, ended -> ended.status() == JobStatus.COMPLETED);
        assertThat(second.isAlive()).isTrue();
      }
    } finally {
      fail(0);
    }
    assertHeld(job);
  }

  @Tag("long")
  @Test
  void an_outage_longer_than_the_lease_loses_nothing_that_was_written() throws Exception {
    JobId job = user.submit();
    try (NodeProcess node = node("outage")) {
      await(job, running -> running.lastCheckpointStep().isPresent());
      away(true);
      await(job, lapsed -> lapsed.interruptions() > 0);
      away(false);
      await(job, ended -> ended.status() == JobStatus.COMPLETED);
      assertThat(node.isAlive()).isTrue();
    } finally {
      away(false);
    }
    assertHeld(job);
  }

  private static void away(boolean value) {
    STORAGE_FAULTS.away(value);
    API_FAULTS.away(value);
  }
}
