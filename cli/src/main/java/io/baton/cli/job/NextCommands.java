package io.baton.cli.job;

import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import java.util.List;

/** The commands that one wants next. */
public final class NextCommands {
  private NextCommands() {}

  /** With a job as it stands. */
  static List<String> of(Job job) {
    JobId id = job.id();
    return switch (job.status()) {
      case PENDING, RUNNING, INTERRUPTED -> afterSubmission(id);
      case COMPLETED -> List.of("baton download " + id, "baton extend " + id + " --steps +N");
      case FAILED, CANCELED -> List.of("baton logs " + id, "baton retry " + id);
    };
  }

  /** With a job that was just submitted. */
  public static List<String> afterSubmission(JobId id) {
    return List.of(
        "baton watch " + id + "      follow it",
        "baton logs -f " + id + "    what its trainer prints",
        "baton cancel " + id + "     end it");
  }
}
