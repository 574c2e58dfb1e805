package io.baton.api.lease;

import io.baton.api.lease.RenewalStatement.Renewed;
import io.baton.api.problem.ProblemException;
import io.baton.protocol.problem.ErrorCode;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Collects the heartbeats of a few milliseconds and writes them in one statement. A heartbeat is
 * answered when it is committed; those that renewed nothing go on to {@link HeartbeatRefusals}.
 */
@ApplicationScoped
class HeartbeatWriter {
  private static final Logger LOG = Logger.getLogger(HeartbeatWriter.class);

  private static final int COLLECT_MILLIS = 4;
  private static final int LARGEST_BATCH = 1000;
  private static final int MOST_WAITING = 50_000;
  private static final int STOPPING_MILLIS = 5000;

  private final RenewalStatement statement;
  private final HeartbeatRefusals refusals;
  private final HeartbeatAnswers answers;
  private final BlockingQueue<Beat> incoming = new LinkedBlockingQueue<>(MOST_WAITING);

  /** Further heartbeats of a job of the batch before. */
  private final Queue<Beat> postponed = new ArrayDeque<>();

  private final Thread thread = new Thread(this::writeUntilStopped, "heartbeats");
  private volatile boolean stopped;

  HeartbeatWriter(
      RenewalStatement statement, HeartbeatRefusals refusals, HeartbeatAnswers answers) {
    this.statement = statement;
    this.refusals = refusals;
    this.answers = answers;
  }

  /** Has the heartbeat written and answered soon. */
  void write(Beat beat) {
    if (stopped || !incoming.offer(beat)) {
      beat.answer()
          .completeExceptionally(
              new ProblemException(
                  ErrorCode.DATABASE_UNAVAILABLE,
                  "Heartbeats come faster than the database takes them; try again."));
    }
  }

  void start(@Observes StartupEvent start) {
    thread.setContextClassLoader(Thread.currentThread().getContextClassLoader());
    thread.setDaemon(true);
    thread.start();
  }

  void stop(@Observes ShutdownEvent stop) throws InterruptedException {
    stopped = true;
    thread.interrupt();
    thread.join(STOPPING_MILLIS);
  }

  private void writeUntilStopped() {
    try {
      while (!stopped) {
        List<Beat> batch = collect();
        renew(batch);
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  /** Waits for a heartbeat and for what comes soon after it. No job is in it twice. */
  private List<Beat> collect() throws InterruptedException {
    List<Beat> found = new ArrayList<>(postponed);
    postponed.clear();
    if (found.isEmpty()) {
      found.add(incoming.take());
    }
    TimeUnit.MILLISECONDS.sleep(COLLECT_MILLIS);
    incoming.drainTo(found, LARGEST_BATCH);
    Map<String, Beat> batch = new LinkedHashMap<>();
    for (Beat beat : found) {
      if (batch.putIfAbsent(beat.job(), beat) != null) {
        postponed.add(beat);
      }
    }
    return List.copyOf(batch.values());
  }

  private void renew(List<Beat> batch) {
    Map<String, Renewed> renewed;
    try {
      renewed = statement.renew(batch, RenewalStatement.Locked.SKIP);
    } catch (SQLException | RuntimeException e) {
      LOG.debug("heartbeats were not written", e);
      batch.forEach(beat -> beat.answer().completeExceptionally(e));
      return;
    }
    for (Beat beat : batch) {
      Renewed lease = renewed.get(beat.job());
      if (lease == null) {
        refusals.answer(beat);
      } else {
        beat.answer().complete(answers.renewed(lease));
      }
    }
  }
}
