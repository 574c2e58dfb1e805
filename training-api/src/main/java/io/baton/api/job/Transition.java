package io.baton.api.job;

import io.baton.api.problem.ProblemException;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.problem.ErrorCode;
import java.util.EnumSet;
import java.util.Set;

/** Every way in which a job's status changes. Nothing else changes it. */
public enum Transition {
  CLAIM(
      "a node claims it; of running jobs only those whose lease has lapsed",
      JobStatus.RUNNING,
      JobStatus.PENDING,
      JobStatus.INTERRUPTED,
      JobStatus.RUNNING),
  LAPSE("its lease lapses", JobStatus.INTERRUPTED, JobStatus.RUNNING),
  RELEASE("its node gives it back", JobStatus.INTERRUPTED, JobStatus.RUNNING),
  RETRY("the attempt fails and another node may try", JobStatus.INTERRUPTED, JobStatus.RUNNING),
  COMPLETE("the attempt finishes it", JobStatus.COMPLETED, JobStatus.RUNNING),
  GIVE_UP(
      "its input cannot be trained on, or a budget is used up",
      JobStatus.FAILED,
      JobStatus.RUNNING),
  CANCEL(
      "its owner cancels it",
      JobStatus.CANCELED,
      JobStatus.PENDING,
      JobStatus.RUNNING,
      JobStatus.INTERRUPTED),
  RETRY_BY_OWNER(
      "its owner retries it: its budgets start anew",
      JobStatus.PENDING,
      JobStatus.FAILED,
      JobStatus.CANCELED),
  EXTEND(
      "its owner gives it more steps; a job that has not ended gets them where it is",
      JobStatus.PENDING,
      JobStatus.COMPLETED),
  RESTART(
      "its owner has it go back to a checkpoint: its budgets start anew",
      JobStatus.PENDING,
      JobStatus.PENDING,
      JobStatus.INTERRUPTED,
      JobStatus.COMPLETED,
      JobStatus.FAILED,
      JobStatus.CANCELED);

  /** Where every job starts. */
  public static final JobStatus FIRST = JobStatus.PENDING;

  private final String meaning;
  private final JobStatus target;

  @SuppressWarnings("ImmutableEnumChecker") // Set.of cannot be changed.
  private final Set<JobStatus> sources;

  Transition(String meaning, JobStatus target, JobStatus... sources) {
    this.meaning = meaning;
    this.target = target;
    this.sources = Set.of(sources);
  }

  /** One clause for people. */
  public String meaning() {
    return meaning;
  }

  public JobStatus target() {
    return target;
  }

  public Set<JobStatus> sources() {
    return EnumSet.copyOf(sources);
  }

  public boolean allowedFrom(JobStatus status) {
    return sources.contains(status);
  }

  /**
   * Moves a job whose row the caller has locked.
   *
   * @throws ProblemException with {@code conflict} where the job's status does not allow it
   */
  public void apply(JobEntity job) {
    if (!allowedFrom(job.status)) {
      throw new ProblemException(
          ErrorCode.CONFLICT,
          "Job " + job.id + " is " + job.status.wireName() + ", so this cannot be done with it.");
    }
    job.status = target;
  }
}
