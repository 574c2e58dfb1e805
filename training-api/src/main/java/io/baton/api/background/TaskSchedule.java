package io.baton.api.background;

import io.baton.api.config.BatonConfig;
import io.quarkus.arc.All;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;

/** Runs this replica's share of every {@link ClusterTask}. */
@ApplicationScoped
public class TaskSchedule {
  private static final Duration STOP_WAIT = Duration.ofSeconds(5);

  private final TaskRunner runner;

  TaskSchedule(TaskTable table, @All List<ClusterTask> tasks, BatonConfig config, Replica replica) {
    this.runner = new TaskRunner(replica.name(), config.tasks().hold(), STOP_WAIT, table, tasks);
  }

  @Scheduled(
      every = "${baton.tasks.poll-interval:1s}",
      skipExecutionIf = Scheduled.ApplicationNotRunning.class,
      concurrentExecution = ConcurrentExecution.SKIP)
  void tick() {
    runner.tick();
  }

  void stop(@Observes ShutdownEvent shutdown) throws InterruptedException {
    runner.close();
  }
}
