package io.baton.api.lease;

import io.baton.api.attempt.AttemptEntity;
import io.baton.api.background.BackgroundExecutor;
import io.baton.api.job.JobEntity;
import io.baton.api.lease.RenewalStatement.Renewed;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.work.HeartbeatAnswer;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;

/**
 * Answers the heartbeats that renewed nothing in their batch, each by itself: most of them come
 * from attempts that no longer hold their job, a few met a row that was locked.
 */
@ApplicationScoped
class HeartbeatRefusals {
  private static final int THREADS = 2;

  private final RenewalStatement statement;
  private final LeaseFence fence;
  private final HeartbeatAnswers answers;
  private final ExecutorService threads = BackgroundExecutor.threads(THREADS, "heartbeat-refusals");

  HeartbeatRefusals(RenewalStatement statement, LeaseFence fence, HeartbeatAnswers answers) {
    this.statement = statement;
    this.fence = fence;
    this.answers = answers;
  }

  void answer(Beat beat) {
    threads.execute(
        () -> {
          try {
            beat.answer().complete(answerTo(beat));
          } catch (SQLException | RuntimeException e) {
            beat.answer().completeExceptionally(e);
          }
        });
  }

  private HeartbeatAnswer answerTo(Beat beat) throws SQLException {
    while (true) {
      Renewed lease = statement.renew(List.of(beat), RenewalStatement.Locked.WAIT).get(beat.job());
      if (lease != null) {
        return answers.renewed(lease);
      }
      Optional<HeartbeatAnswer> stop =
          QuarkusTransaction.requiringNew().call(() -> stopOrRefuse(beat));
      if (stop.isPresent()) {
        return stop.get();
      }
    }
  }

  /** Empty: it holds the job after all. */
  private Optional<HeartbeatAnswer> stopOrRefuse(Beat beat) {
    JobEntity job = JobEntity.findById(beat.job());
    if (job != null && isEndedByOthers(job, beat.token())) {
      return Optional.of(answers.stop(job));
    }
    fence.check(beat.token());
    int step = beat.heartbeat().step();
    if (step > job.totalSteps) {
      throw new InvalidFieldException(
          "step", "must be at most the job's " + job.totalSteps + " steps, not " + step);
    }
    return Optional.empty();
  }

  private static boolean isEndedByOthers(JobEntity job, LeaseToken token) {
    return job.status.ended()
        && job.attempt == token.attempt().number()
        && (token.pool().isEmpty() || token.pool().get().value().equals(job.nodePool))
        && AttemptEntity.find(job.id, job.attempt)
            .filter(HeartbeatRefusals::endedByOthers)
            .isPresent();
  }

  private static boolean endedByOthers(AttemptEntity attempt) {
    return switch (attempt.outcome) {
      case CANCELED, LOST -> true;
      // What the node did itself it knows.
      case COMPLETED, DRAINED, FAILED, EXTENDED -> false;
    };
  }

  @PreDestroy
  void stop() {
    threads.shutdown();
  }
}
