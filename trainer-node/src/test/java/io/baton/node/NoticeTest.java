package io.baton.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.node.clock.NodeClock;
import io.baton.node.fixture.Await;
import io.baton.node.fixture.FakeApi;
import io.baton.node.fixture.TestNode;
import io.baton.node.notice.DrainRequest;
import io.baton.node.notice.FileNotice;
import io.baton.node.notice.InterruptionNotice;
import io.baton.node.notice.Notice;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an agent does when its machine is about to be taken away. */
class NoticeTest {
  @TempDir Path directory;
  private Path notice;
  private FakeApi api;
  private TestNode node;

  @BeforeEach
  void setUp() throws IOException {
    notice = directory.resolve("notice");
    api = new FakeApi(30, 10);
    api.leases(Duration.ofSeconds(30), Duration.ofMillis(50));
    node = new TestNode(directory, api, NodeClock.SYSTEM);
    node.trainer.limit(13);
  }

  @AfterEach
  void tearDown() {
    node.close();
    api.close();
  }

  @Test
  void notice_drains_without_loss_and_no_work_is_taken_until_it_is_withdrawn() throws IOException {
    node.noticing(List.of(new FileNotice(notice))).start();
    trainToStepThirteen();

    Files.writeString(notice, "20");
    Await.until("released", () -> !api.releases().isEmpty());

    assertThat(api.ends()).containsSubsequence("commit 13", "release");
    assertThat(api.releases().get(0).step()).isEqualTo(13);
    assertThat(api.releases().get(0).reason()).contains(notice.toString());
    api.endLease();
    assertThat(api.attempt()).isEqualTo(1);
    node.trainer.limit(30);
    Files.delete(notice);
    Await.until("completed", () -> !api.completions().isEmpty());
    assertThat(api.attempt()).isEqualTo(2);
  }

  @Test
  void what_cannot_be_finished_in_the_time_that_is_left_is_given_up() throws IOException {
    node.noticing(List.of(new FileNotice(notice))).start();
    trainToStepThirteen();
    Await.until("10 is committed", () -> api.committedSteps().contains(10));
    node.trainer.ignoreSigterm();

    Files.writeString(notice, "1");
    Await.until("released", () -> !api.releases().isEmpty());

    assertThat(api.committedSteps()).containsExactly(10);
    assertThat(node.trainer.isAlive()).isFalse();
  }

  @Test
  void drain_request_is_answered_when_the_job_is_given_back() throws IOException {
    node.start();
    trainToStepThirteen();
    DrainRequest request = new DrainRequest(directory.resolve("work"));

    request.ask(Optional.of(Duration.ofSeconds(20)));
    Await.until("answered", request::isDone);

    assertThat(api.ends()).containsSubsequence("commit 13", "release");
    request.withdraw();
    node.trainer.limit(30);
    api.endLease();
    Await.until("completed", () -> !api.completions().isEmpty());
  }

  @Test
  void place_that_hangs_or_fails_holds_up_nothing() {
    CountDownLatch asked = new CountDownLatch(2);
    node.noticing(
            List.of(
                place(
                    () -> {
                      asked.countDown();
                      Thread.sleep(Long.MAX_VALUE);
                    }),
                place(
                    () -> {
                      asked.countDown();
                      throw new IOException("it talks nonsense");
                    })))
        .start();
    node.trainer.limit(30);

    Await.until("completed", () -> !api.completions().isEmpty());

    assertThat(asked.getCount()).isZero();
    assertThat(api.releases()).isEmpty();
  }

  private interface Trouble {
    void happen() throws IOException, InterruptedException;
  }

  private static InterruptionNotice place(Trouble trouble) {
    return new InterruptionNotice() {
      @Override
      public String origin() {
        return "a place of trouble";
      }

      @Override
      public Optional<Notice> look() throws IOException, InterruptedException {
        trouble.happen();
        return Optional.empty();
      }

      @Override
      public Duration interval() {
        return Duration.ofMillis(1);
      }
    };
  }

  private void trainToStepThirteen() {
    node.trainer.process();
    Await.until(
        "step 13",
        () -> api.lastHeartbeat().filter(heartbeat -> heartbeat.step() == 13).isPresent());
  }
}
