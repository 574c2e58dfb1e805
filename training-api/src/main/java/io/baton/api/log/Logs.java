package io.baton.api.log;

import io.baton.api.access.OwnerScope;
import io.baton.api.attempt.AttemptEntity;
import io.baton.api.config.BatonConfig;
import io.baton.api.job.JobEntity;
import io.baton.api.job.Jobs;
import io.baton.api.lease.LeaseFence;
import io.baton.api.lease.LeaseToken;
import io.baton.api.problem.ProblemException;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.JobId;
import io.baton.protocol.log.JobLog;
import io.baton.protocol.log.LogLines;
import io.baton.protocol.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What trainers print: the end of it, of every attempt. */
@ApplicationScoped
public class Logs {
  private final Jobs jobs;
  private final LeaseFence fence;
  private final long keptBytes;

  Logs(Jobs jobs, LeaseFence fence, BatonConfig config) {
    this.jobs = jobs;
    this.fence = fence;
    this.keptBytes = config.logs().bytesOfAttempt();
  }

  /** Adds what the attempt that holds the job has printed; lines that are known are left out. */
  @Transactional
  public void append(LeaseToken token, LogLines told) {
    JobEntity job = fence.lock(token);
    Optional<LogPartEntity> newest = LogPartEntity.newest(job.id, job.attempt);
    long next = newest.map(LogPartEntity::nextLine).orElse(0L);
    long known = Math.max(0, next - told.firstLine());
    if (known >= told.lines().size()) {
      return;
    }
    List<String> news = told.lines().subList((int) known, told.lines().size());
    LogPartEntity part = new LogPartEntity();
    part.jobId = job.id;
    part.attempt = job.attempt;
    part.firstLine = told.firstLine() + known;
    part.lines = news.size();
    part.text = String.join("\n", news);
    part.endsAt =
        newest.map(before -> before.endsAt).orElse(0L)
            + part.text.getBytes(StandardCharsets.UTF_8).length
            + 1;
    part.persist();
    LogPartEntity.deleteUpTo(job.id, job.attempt, part.endsAt - keptBytes);
  }

  /**
   * The end of an attempt's log.
   *
   * @param wanted absent: the newest attempt that has printed something
   * @param lines most lines
   */
  @Transactional
  public JobLog log(OwnerScope scope, JobId id, Optional<Attempt> wanted, int lines) {
    JobEntity job = jobs.require(scope, id);
    if (job.attempt == 0) {
      return new JobLog(Optional.empty(), List.of());
    }
    int number =
        wanted
            .map(Attempt::number)
            .or(() -> LogPartEntity.newestAttempt(job.id))
            .orElse(job.attempt);
    AttemptEntity attempt =
        AttemptEntity.find(job.id, number)
            .orElseThrow(
                () ->
                    new ProblemException(
                        ErrorCode.NOT_FOUND,
                        "Job "
                            + id
                            + " has no attempt "
                            + number
                            + ", its newest is "
                            + job.attempt
                            + "."));
    List<LogTail.Part> parts = parts(job.id, number);
    if (parts.isEmpty() && attempt.logTail != null && !attempt.logTail.isEmpty()) {
      // What the node said when it told that the attempt had failed.
      parts = List.of(new LogTail.Part(0, attempt.logTail));
    }
    return new JobLog(Optional.of(new Attempt(number)), LogTail.lines(parts, lines));
  }

  private static List<LogTail.Part> parts(String jobId, int attempt) {
    return LogPartEntity.newestFirst(jobId, attempt).stream()
        .map(part -> new LogTail.Part(part.firstLine, part.text))
        .toList();
  }
}
