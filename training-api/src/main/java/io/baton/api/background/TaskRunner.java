package io.baton.api.background;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * One replica's share of the scheduled work: takes what is due, runs it, and holds it meanwhile.
 */
public final class TaskRunner implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(TaskRunner.class);
  private static final int LONGEST_PROBLEM = 1000;

  private final String replica;
  private final Duration hold;
  private final Duration stopWait;
  private final TaskTable table;
  private final Map<String, ClusterTask> tasks;
  private final Map<String, TaskRun> running = new ConcurrentHashMap<>();
  private final ExecutorService threads;
  private boolean registered;
  private boolean unreachable;
  private boolean closed;

  /**
   * A runner.
   *
   * @param replica names it among all replicas
   * @param hold how long a replica that falls silent keeps what it runs from the others
   * @param stopWait how long runs may go on when this replica stops
   */
  public TaskRunner(
      String replica,
      Duration hold,
      Duration stopWait,
      TaskTable table,
      Collection<? extends ClusterTask> tasks) {
    this.replica = replica;
    this.hold = hold;
    this.stopWait = stopWait;
    this.table = table;
    this.tasks = tasks.stream().collect(Collectors.toMap(ClusterTask::name, Function.identity()));
    // A task that was taken starts at once: every task may have a thread.
    this.threads = BackgroundExecutor.threads(Math.max(1, this.tasks.size()), "task");
  }

  /** Renews what runs and starts what is due. Called every so often; returns soon. */
  public synchronized void tick() {
    if (closed) {
      return;
    }
    try {
      if (!registered) {
        tasks.values().forEach(task -> table.register(task.name(), task.every()));
        registered = true;
      }
      running.values().forEach(this::renew);
      List<String> free =
          tasks.keySet().stream().filter(name -> !running.containsKey(name)).toList();
      table.take(free, replica, hold).forEach(this::start);
      unreachable = false;
    } catch (RuntimeException e) {
      if (!unreachable) {
        LOG.warnf("scheduled work waits, for the database does not do its part: %s", e);
      }
      LOG.debug("scheduled work waits", e);
      unreachable = true;
    }
  }

  private void renew(TaskRun run) {
    long askedAt = System.nanoTime();
    if (table.renew(run, replica, hold)) {
      run.renewed(askedAt);
    } else {
      run.lose();
    }
  }

  private void start(String name, long number) {
    TaskRun run = new TaskRun(name, number, hold);
    running.put(name, run);
    threads.execute(() -> run(tasks.get(name), run));
  }

  private void run(ClusterTask task, TaskRun run) {
    Optional<String> problem = Optional.empty();
    try {
      task.run(run);
    } catch (RuntimeException e) {
      LOG.warnf("task %s failed and will be tried again: %s", task.name(), e);
      LOG.debug(task.name(), e);
      problem = Optional.of(sentence(e));
    }
    try {
      if (!table.finish(run, replica, problem)) {
        LOG.warnf("task %s took too long here: another replica took it over", task.name());
      }
    } catch (RuntimeException e) {
      LOG.warnf("the end of task %s could not be written down: %s", task.name(), e);
    } finally {
      running.remove(task.name());
    }
  }

  private static String sentence(RuntimeException e) {
    String text = String.valueOf(e).replace('\0', ' ');
    return text.substring(0, Math.min(LONGEST_PROBLEM, text.length()));
  }

  /** Takes nothing more, waits a little for what runs, and leaves the rest to other replicas. */
  @Override
  public void close() throws InterruptedException {
    synchronized (this) {
      closed = true;
    }
    threads.shutdown();
    if (!threads.awaitTermination(stopWait.toMillis(), TimeUnit.MILLISECONDS)) {
      for (TaskRun run : running.values()) {
        run.lose();
        table.giveBack(run, replica);
      }
      threads.shutdownNow();
    }
  }
}
