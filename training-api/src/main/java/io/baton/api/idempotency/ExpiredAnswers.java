package io.baton.api.idempotency;

import io.baton.api.background.ClusterTask;
import io.baton.api.background.TaskRun;
import io.baton.api.config.BatonConfig;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;

/** Deletes answers whose time has run out. */
@ApplicationScoped
public class ExpiredAnswers implements ClusterTask {
  private static final int BATCH = 1000;

  private final StoredAnswers stored;
  private final Duration every;

  ExpiredAnswers(StoredAnswers stored, BatonConfig config) {
    this.stored = stored;
    this.every = config.idempotency().cleanupInterval();
  }

  @Override
  public String name() {
    return "expiry-of-idempotency-keys";
  }

  @Override
  public Duration every() {
    return every;
  }

  @Override
  public void run(TaskRun run) {
    deleteAll();
  }

  /** Deletes every answer whose time has run out. */
  public void deleteAll() {
    while (stored.deleteExpired(BATCH) == BATCH) {}
  }
}
