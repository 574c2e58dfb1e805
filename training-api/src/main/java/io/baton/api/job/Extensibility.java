package io.baton.api.job;

import io.baton.protocol.job.CommandOptions;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.job.TrainingOptions;
import io.baton.protocol.job.command.Placeholder;
import io.baton.protocol.job.training.LearningRateSchedule;
import java.util.Optional;

/** Whether a job can be given more steps, by what is known of it without asking anybody. */
public final class Extensibility {
  private Extensibility() {}

  /** Why it cannot, as the end of a sentence that begins with the job; empty where it can. */
  public static Optional<String> objection(Job job) {
    if (job.status() == JobStatus.FAILED || job.status() == JobStatus.CANCELED) {
      return Optional.of("is " + job.status().wireName() + ": retry it first, then extend it.");
    }
    Optional<String> ofWorkload =
        job.spec()
            .workload()
            .either(training -> objection(job, training), Extensibility::objection);
    if (ofWorkload.isPresent()) {
      return ofWorkload;
    }
    return job.status() == JobStatus.COMPLETED && job.lastCheckpointStep().isEmpty()
        ? Optional.of(
            "completed without a checkpoint to go on from. Submit a new job with so many steps,"
                + " and checkpointingSteps that are fewer.")
        : Optional.empty();
  }

  private static Optional<String> objection(Job job, TrainingOptions training) {
    LearningRateSchedule schedule = training.schedule().lrScheduler();
    return job.attempt().isPresent() && knowsTheEnd(schedule)
        ? Optional.of(
            "was started with the learning rate schedule '"
                + schedule.wireName()
                + "', which is spread over its "
                + job.progress().totalSteps()
                + " steps: more would make it another training. Submit a new job with so many"
                + " steps.")
        : Optional.empty();
  }

  /** What a command makes of more steps is its own affair, but it has to be told. */
  private static Optional<String> objection(CommandOptions command) {
    return command.names(Placeholder.TOTAL_STEPS)
        ? Optional.empty()
        : Optional.of(
            "runs a command that is not told its steps: no word of it is "
                + Placeholder.TOTAL_STEPS.text()
                + ". Submit a new job.");
  }

  private static boolean knowsTheEnd(LearningRateSchedule schedule) {
    return switch (schedule) {
      case CONSTANT, CONSTANT_WITH_WARMUP -> false;
      case LINEAR, COSINE, COSINE_WITH_RESTARTS, POLYNOMIAL -> true;
    };
  }
}
