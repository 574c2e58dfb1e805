package io.baton.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.node.fixture.Await;
import io.baton.node.fixture.FakeApi;
import io.baton.node.fixture.SettableClock;
import io.baton.node.fixture.TestNode;
import io.baton.protocol.work.Failure;
import io.baton.protocol.work.FailureClass;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How trainers fail, as real processes, on a clock that the test moves. */
class FailureTest {
  @TempDir Path directory;
  private final SettableClock clock = new SettableClock();
  private FakeApi api;
  private TestNode node;

  @BeforeEach
  void setUp() throws IOException {
    api = new FakeApi(30, 10);
    api.leases(Duration.ofDays(1), Duration.ofSeconds(1));
    node = new TestNode(directory, api, clock);
    node.trainer.limit(13);
  }

  @AfterEach
  void tearDown() {
    node.close();
    api.close();
  }

  @Test
  void trainer_that_hangs_fails_and_what_it_can_still_write_is_kept() {
    hangAtStepThirteen();
    Await.until("it has ended by itself", () -> !node.trainer.isAlive());

    Failure failure = failure();

    assertThat(failure.failureClass()).isEqualTo(FailureClass.TIMEOUT);
    assertThat(failure.message())
        .isEqualTo("The trainer hung: it gave no sign of life for 900 s since step 13.");
    assertThat(api.ends()).containsSubsequence("commit 13", "fail");
  }

  @Test
  void trainer_that_hangs_and_ignores_sigterm_is_killed() {
    node.trainer.ignoreSigterm();
    hangAtStepThirteen();
    ProcessHandle trainer = node.trainer.process();

    Failure failure = failure();

    assertThat(failure.failureClass()).isEqualTo(FailureClass.TIMEOUT);
    assertThat(trainer.isAlive()).isFalse();
    assertThat(api.committedSteps()).containsExactly(10);
  }

  @Test
  void trainer_that_runs_out_of_memory_says_so_with_its_last_lines() {
    node.trainer.eatMemory();
    node.start();

    Failure failure = failure();

    assertThat(failure.failureClass()).isEqualTo(FailureClass.HOST_OUT_OF_MEMORY);
    assertThat(failure.message()).contains("java.lang.OutOfMemoryError");
    assertThat(failure.logTail()).anyMatch(line -> line.contains("OutOfMemoryError"));
  }

  @Test
  void full_disk_is_a_full_disk_with_any_trainer() {
    node.trainer.fillDisk();
    node.start();

    Failure failure = failure();

    assertThat(failure.failureClass()).isEqualTo(FailureClass.DISK_FULL);
    assertThat(failure.message()).contains("No space left on device");
  }

  @ParameterizedTest
  @CsvSource({
    "torch.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB, GPU_OUT_OF_MEMORY",
    "RuntimeError: CUDA error: an illegal memory access was encountered, GPU_ERROR"
  })
  void error_of_the_gpu_is_told_from_other_crashes(String line, FailureClass expected) {
    node.trainer.sayAndCrash(line);
    node.start();

    Failure failure = failure();

    assertThat(failure.failureClass()).isEqualTo(expected);
    assertThat(failure.message()).endsWith("in its log: " + line);
  }

  @Test
  void kill_by_somebody_is_no_lack_of_memory() {
    node.start();
    node.trainer.process().destroyForcibly();

    Failure failure = failure();

    assertThat(failure.failureClass()).isEqualTo(FailureClass.TRAINER_CRASH);
    assertThat(failure.message()).contains("not for lack of memory");
  }

  @Test
  void checkpoint_that_is_written_is_committed_before_a_crash_is_told() {
    node.trainer.limit(5);
    node.start();
    node.trainer.process();
    api.storageDown(true);
    node.trainer.limit(13);
    Await.until("written", () -> Files.exists(node.output().resolve("checkpoint-10")));
    node.trainer.sayAndCrash("ValueError: no");
    Await.until("crashed", () -> !node.trainer.isAlive());
    assertThat(api.committedSteps()).isEmpty();
    api.storageDown(false);

    failure();

    assertThat(api.ends()).containsExactly("commit 10", "fail");
  }

  private void hangAtStepThirteen() {
    node.start();
    node.trainer.process();
    Await.until("10 is committed", () -> api.committedSteps().contains(10));
    Await.until(
        "step 13 is told",
        () -> api.lastHeartbeat().filter(heartbeat -> heartbeat.step() == 13).isPresent(),
        () -> clock.advance(Duration.ofMillis(200)));
    clock.advance(Duration.ofMinutes(15));
  }

  private Failure failure() {
    Await.until(
        "failed", () -> !api.failures().isEmpty(), () -> clock.advance(Duration.ofMillis(100)));
    return api.failures().get(0);
  }
}
