package io.baton.api.background;

import static io.baton.api.platform.TestApi.get;
import static io.baton.api.platform.TestApi.read;
import static org.assertj.core.api.Assertions.assertThat;

import io.baton.api.platform.Await;
import io.baton.api.platform.PlatformTest;
import io.baton.protocol.task.Outcome;
import io.baton.protocol.task.ScheduledTask;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Two replicas' runners on one database. */
@QuarkusTest
class ClusterTaskTest extends PlatformTest {
  private static final String NAME = "counting";
  private static final Duration EVERY = Duration.ofMinutes(10);
  private static final Duration HOLD = Duration.ofSeconds(30);
  private static final Duration STOP_WAIT = Duration.ofMillis(50);

  @Inject TaskTable table;

  private final Counting work = new Counting();
  private final List<TaskRunner> runners = new ArrayList<>();

  @BeforeEach
  void forget() {
    tables.execute("delete from scheduled_task where name = '" + NAME + "'");
  }

  @AfterEach
  void stop() throws InterruptedException {
    work.go.countDown();
    for (TaskRunner runner : runners) {
      runner.close();
    }
    forget();
  }

  @Test
  void two_replicas_run_it_once_each_time_it_is_due() {
    TaskRunner first = replica("first");
    TaskRunner second = replica("second");
    work.go.countDown();

    for (int round = 1; round <= 5; round++) {
      Stream.of(first, second, first, second).parallel().forEach(TaskRunner::tick);
      int runs = round;
      Await.until(this::task, task -> task.running().isEmpty() && task.runs() == runs);
      assertThat(work.runs).hasValue(runs);
      clock.advance(EVERY);
    }
    assertThat(work.mostAtOnce).hasValue(1);
    assertThat(task().takeovers()).isZero();
  }

  @Test
  void run_longer_than_its_hold_is_nobody_elses_while_its_replica_renews_it() {
    TaskRunner slow = replica("slow");
    TaskRunner other = replica("other");
    startIn(slow);

    for (int i = 0; i < 5; i++) {
      clock.advance(HOLD.minusSeconds(1));
      slow.tick();
      other.tick();
    }
    clock.advance(EVERY.minusSeconds(1));
    slow.tick();

    assertThat(task().running().orElseThrow().holder()).isEqualTo("slow");
    assertThat(work.runs).hasValue(1);
    assertThat(work.held(0)).isTrue();
  }

  @Test
  void run_of_a_replica_that_fell_silent_is_taken_over_and_the_silent_one_learns_it() {
    TaskRunner silent = replica("silent");
    TaskRunner other = replica("other");
    startIn(silent);

    clock.advance(EVERY);
    other.tick();
    assertThat(task().running().orElseThrow().holder()).isEqualTo("other");
    silent.tick();
    assertThat(work.held(0)).isFalse();
    assertThat(work.held(1)).isTrue();

    work.go.countDown();
    ScheduledTask ended = Await.until(this::task, task -> task.last().isPresent());
    assertThat(ended.last().orElseThrow().holder()).isEqualTo("other");
    assertThat(ended.last().orElseThrow().outcome()).isEqualTo(Outcome.SUCCEEDED);
    assertThat(ended.runs()).isEqualTo(2);
    assertThat(ended.takeovers()).isEqualTo(1);
  }

  @Test
  void failed_run_is_told_and_tried_again_when_it_is_due() {
    TaskRunner replica = replica("replica");
    work.go.countDown();
    work.problem = "the database is closed today";

    replica.tick();
    ScheduledTask failed = Await.until(this::task, task -> task.last().isPresent());
    assertThat(failed.last().orElseThrow().outcome()).isEqualTo(Outcome.FAILED);
    assertThat(failed.last().orElseThrow().problem())
        .hasValueSatisfying(problem -> assertThat(problem).contains("closed today"));

    work.problem = null;
    replica.tick();
    assertThat(task().runs()).isEqualTo(1);
    clock.advance(EVERY);
    replica.tick();
    Await.until(
        this::task,
        task -> task.last().map(last -> last.outcome() == Outcome.SUCCEEDED).orElse(false));
  }

  @Test
  void clock_that_is_set_back_delays_nothing_for_longer_than_the_interval() {
    TaskRunner replica = replica("replica");
    work.go.countDown();
    clock.advance(Duration.ofDays(30));
    replica.tick();
    Await.until(this::task, task -> task.last().isPresent());

    clock.reset();
    replica.tick();

    Await.until(work.runs::get, runs -> runs == 2);
  }

  @Test
  void replica_that_stops_leaves_its_run_to_the_others_at_once() throws Exception {
    TaskRunner stopping = replica("stopping");
    startIn(stopping);

    stopping.close();

    assertThat(task().running()).isEmpty();
    TaskRunner other = replica("other");
    other.tick();
    assertThat(task().running().orElseThrow().holder()).isEqualTo("other");
  }

  private TaskRunner replica(String name) {
    TaskRunner runner = new TaskRunner(name, HOLD, STOP_WAIT, table, List.of(work));
    runners.add(runner);
    return runner;
  }

  private void startIn(TaskRunner replica) {
    replica.tick();
    Await.until(work.runs::get, runs -> runs == 1);
  }

  private ScheduledTask task() {
    return Stream.of(read(get("/v1/tasks"), 200, ScheduledTask[].class))
        .filter(task -> task.name().equals(NAME))
        .findFirst()
        .orElseThrow();
  }

  /** Counts its runs, each of which waits until it may go on. */
  private static final class Counting implements ClusterTask {
    private final CountDownLatch go = new CountDownLatch(1);
    private final AtomicInteger runs = new AtomicInteger();
    private final AtomicInteger atOnce = new AtomicInteger();
    private final AtomicInteger mostAtOnce = new AtomicInteger();
    private final List<TaskRun> started = new ArrayList<>();
    private volatile String problem;

    @Override
    public String name() {
      return NAME;
    }

    @Override
    public Duration every() {
      return EVERY;
    }

    @Override
    public void run(TaskRun run) {
      synchronized (started) {
        started.add(run);
      }
      mostAtOnce.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
      runs.incrementAndGet();
      try {
        go.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } finally {
        atOnce.decrementAndGet();
      }
      if (problem != null) {
        throw new IllegalStateException(problem);
      }
    }

    boolean held(int index) {
      Await.until(runs::get, count -> count > index);
      synchronized (started) {
        return started.get(index).stillMine();
      }
    }
  }
}
