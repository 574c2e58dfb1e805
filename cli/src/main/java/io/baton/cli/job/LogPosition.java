package io.baton.cli.job;

import io.baton.protocol.job.Attempt;
import io.baton.protocol.log.JobLog;
import java.util.List;
import java.util.Optional;

/** How far a log was read. */
final class LogPosition {
  private Optional<Attempt> attempt = Optional.empty();
  private long next;

  /** Whether what comes is another attempt's than what came before. */
  boolean isNewAttempt(JobLog log) {
    return log.attempt().isPresent() && !log.attempt().equals(attempt);
  }

  /** The lines that were not there the last time. */
  List<String> advance(JobLog log) {
    if (isNewAttempt(log)) {
      attempt = log.attempt();
      next = 0;
    }
    List<JobLog.Line> fresh = log.lines().stream().filter(line -> line.number() >= next).toList();
    if (!fresh.isEmpty()) {
      next = fresh.get(fresh.size() - 1).number() + 1;
    }
    return fresh.stream().map(JobLog.Line::text).toList();
  }
}
