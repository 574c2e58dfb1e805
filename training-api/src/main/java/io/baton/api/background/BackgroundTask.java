package io.baton.api.background;

import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * Work that is asked for by many and done by one at a time. A request that comes while it runs is
 * not lost: it runs once more. A run that fails is logged; whatever it left in the database is
 * found again by the next.
 */
public final class BackgroundTask {
  private enum State {
    IDLE,
    RUNNING,
    RUNNING_AND_REQUESTED
  }

  private static final Logger LOG = Logger.getLogger(BackgroundTask.class);

  private final String name;
  private final Runnable work;
  private final Executor executor;
  private final AtomicReference<State> state = new AtomicReference<>(State.IDLE);

  BackgroundTask(String name, Runnable work, Executor executor) {
    this.name = name;
    this.work = work;
    this.executor = executor;
  }

  public void request() {
    State before =
        state.getAndUpdate(s -> s == State.IDLE ? State.RUNNING : State.RUNNING_AND_REQUESTED);
    if (before == State.IDLE) {
      start();
    }
  }

  private void start() {
    try {
      executor.execute(this::run);
    } catch (RejectedExecutionException shuttingDown) {
      LOG.debugf("%s was not started: the service is stopping", name);
    }
  }

  private void run() {
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.warnf("%s failed and will be tried again: %s", name, e);
      LOG.debug(name, e);
    } finally {
      State after =
          state.updateAndGet(s -> s == State.RUNNING_AND_REQUESTED ? State.RUNNING : State.IDLE);
      if (after == State.RUNNING) {
        start();
      }
    }
  }
}
