package io.baton.node.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.node.fixture.Await;
import io.baton.node.fixture.SettableClock;
import io.baton.node.trainer.TrainerEvent.ImageDrawn;
import io.baton.node.trainer.TrainerEvent.LogLine;
import io.baton.node.trainer.TrainerEvent.StepDone;
import io.baton.protocol.client.RefusedException;
import io.baton.protocol.client.UnreachableException;
import io.baton.protocol.log.LogLines;
import io.baton.protocol.metric.MetricBatch;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.problem.Problem;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class AttemptFeedTest {
  private final SettableClock clock = new SettableClock();
  private final List<MetricBatch> metrics = new CopyOnWriteArrayList<>();
  private final List<LogLines> logs = new CopyOnWriteArrayList<>();
  private final AtomicInteger calls = new AtomicInteger();
  private volatile Runnable trouble = () -> {};

  @Test
  void what_a_trainer_tells_is_sent_every_few_seconds() {
    try (AttemptFeed feed = started()) {
      feed.on(new StepDone(1, 9, Map.of("loss", 0.5)));
      feed.on(new LogLine("hello"));
      feed.on(new ImageDrawn(1, 4));
      assertThat(calls).hasValue(0);
      clock.advance(Duration.ofSeconds(5));
      Await.until("both are sent", () -> metrics.size() == 1 && logs.size() == 1);
      assertThat(logs.get(0).lines()).containsExactly("hello", "Drew image 1 of 4.");
    }
  }

  @Test
  void what_did_not_come_through_is_sent_again() {
    trouble =
        () -> {
          throw new UnreachableException(URI.create("http://api"), "it is down", null);
        };
    try (AttemptFeed feed = started()) {
      feed.on(new LogLine("hello"));
      clock.advance(Duration.ofSeconds(5));
      Await.until("it was tried", () -> calls.get() > 0);
      trouble = () -> {};
      Await.until(
          "it is sent",
          () -> {
            clock.advance(Duration.ofSeconds(5));
            return logs.size() == 1;
          });
    }
  }

  @Test
  void what_is_refused_for_good_is_forgotten() throws InterruptedException {
    trouble =
        () -> {
          throw new RefusedException(Problem.of(ErrorCode.LEASE_LOST, "No."));
        };
    try (AttemptFeed feed = started()) {
      feed.on(new LogLine("hello"));
      feed.flush(Duration.ofSeconds(2));
      assertThat(calls).hasValue(1);
      feed.flush(Duration.ofSeconds(2));
      assertThat(calls).hasValue(1);
    }
  }

  @Test
  void the_rest_is_sent_at_the_end() throws InterruptedException {
    try (AttemptFeed feed = started()) {
      feed.on(new StepDone(9, 9, Map.of("loss", 0.5)));
      feed.on(new LogLine("bye"));
      feed.flush(Duration.ofSeconds(2));
      assertThat(metrics).hasSize(1);
      assertThat(logs).hasSize(1);
    }
  }

  @Test
  void an_api_that_does_not_answer_holds_up_nobody_for_longer_than_allowed()
      throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    trouble =
        () -> {
          clock.advance(Duration.ofSeconds(3));
          try {
            never.await();
          } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
          }
        };
    try (AttemptFeed feed = started()) {
      feed.on(new LogLine("hello"));
      feed.flush(Duration.ofSeconds(2));
      assertThat(calls).hasValue(1);
      assertThat(never.getCount()).isEqualTo(1);
    }
  }

  private AttemptFeed started() {
    AttemptFeed feed =
        new AttemptFeed(
            new AttemptFeed.Receiver() {
              @Override
              public void metrics(MetricBatch batch) {
                take();
                metrics.add(batch);
              }

              @Override
              public void logs(LogLines lines) {
                take();
                logs.add(lines);
              }

              private void take() {
                calls.incrementAndGet();
                trouble.run();
              }
            },
            clock);
    feed.start();
    return feed;
  }
}
