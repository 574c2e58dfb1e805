package io.baton.node.gpu;

import io.baton.node.clock.NodeClock;
import io.baton.node.process.ProcessGroup;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.IntFunction;

/**
 * Runs one agent process a GPU. It passes stops on to all of them, starts one again that dies, and
 * ends when all have ended.
 */
public final class AgentSupervisor {
  private static final Logger LOG = System.getLogger(AgentSupervisor.class.getName());

  /** An agent that ran so long did not die of its start. */
  private static final Duration STEADY = Duration.ofMinutes(5);

  private final List<Integer> gpus;
  private final IntFunction<List<String>> command;
  private final NodeClock clock;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition stopped = lock.newCondition();
  private final Map<Integer, ProcessGroup> running = new TreeMap<>();
  private boolean stopping;

  /**
   * A supervisor.
   *
   * @param gpus their indexes
   * @param command starts the agent of a GPU
   */
  public AgentSupervisor(List<Integer> gpus, IntFunction<List<String>> command, NodeClock clock) {
    this.gpus = List.copyOf(gpus);
    this.command = command;
    this.clock = clock;
  }

  /** SIGTERM to all of them, each time it is called: they hurry the second time. */
  public void stop() {
    lock.lock();
    try {
      stopping = true;
      running.values().forEach(ProcessGroup::terminate);
      stopped.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the highest exit status when all have ended. */
  public int run() throws InterruptedException {
    Map<Integer, Integer> statuses = new LinkedHashMap<>();
    List<Thread> threads = new ArrayList<>();
    for (int gpu : gpus) {
      Thread thread =
          new Thread(
              () -> {
                int status = runAgainAndAgain(gpu);
                synchronized (statuses) {
                  statuses.put(gpu, status);
                }
              },
              "gpu-" + gpu);
      thread.start();
      threads.add(thread);
    }
    for (Thread thread : threads) {
      thread.join();
    }
    synchronized (statuses) {
      return statuses.values().stream().mapToInt(Integer::intValue).max().orElse(0);
    }
  }

  private int runAgainAndAgain(int gpu) {
    int restarts = 0;
    try {
      while (true) {
        long startedAt = clock.nanos();
        int status = runOnce(gpu);
        if (AgentFate.of(status, isStopping()) == AgentFate.ENDED) {
          LOG.log(Level.INFO, () -> "The agent of GPU " + gpu + " ended, exit status " + status);
          return status;
        }
        restarts = clock.hasReached(startedAt + STEADY.toNanos()) ? 1 : restarts + 1;
        Duration pause = AgentFate.pauseBefore(restarts);
        LOG.log(
            Level.WARNING,
            () ->
                "The agent of GPU "
                    + gpu
                    + " died, exit status "
                    + status
                    + "; another is started in "
                    + pause.toSeconds()
                    + " s");
        if (!pause(pause)) {
          return status;
        }
      }
    } catch (IOException e) {
      LOG.log(Level.ERROR, () -> "The agent of GPU " + gpu + " cannot be started: " + e);
      return 78;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 70;
    }
  }

  private int runOnce(int gpu) throws IOException, InterruptedException {
    ProcessGroup agent;
    lock.lock();
    try {
      if (stopping) {
        return 0;
      }
      agent =
          ProcessGroup.start(
              new ProcessBuilder(command.apply(gpu))
                  .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                  .redirectError(ProcessBuilder.Redirect.INHERIT));
      running.put(gpu, agent);
    } finally {
      lock.unlock();
    }
    LOG.log(
        Level.INFO, () -> "The agent of GPU " + gpu + " runs as process " + agent.leader().pid());
    int status = agent.leader().waitFor();
    lock.lock();
    try {
      running.remove(gpu);
    } finally {
      lock.unlock();
    }
    agent.kill();
    return status;
  }

  private boolean isStopping() {
    lock.lock();
    try {
      return stopping;
    } finally {
      lock.unlock();
    }
  }

  /** Whether it may go on afterwards. */
  private boolean pause(Duration time) throws InterruptedException {
    long deadline = clock.after(time);
    lock.lockInterruptibly();
    try {
      while (!stopping && !clock.hasReached(deadline)) {
        clock.await(stopped, deadline);
      }
      return !stopping;
    } finally {
      lock.unlock();
    }
  }
}
