package io.baton.cli.job;

import io.baton.cli.CommandFailedException;
import io.baton.protocol.client.JobsClient;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobFilter;
import io.baton.protocol.job.JobId;
import java.util.Optional;
import picocli.CommandLine.Parameters;

/** The job that a command is about. */
public final class JobArgument {
  static final String LAST = "last";

  @Parameters(
      index = "0",
      paramLabel = "JOB",
      description = "The job's id, or 'last' for the one that was submitted last.")
  private String job;

  public JobId in(JobsClient jobs) {
    return resolve(jobs, job);
  }

  static JobId resolve(JobsClient jobs, String name) {
    if (!name.equals(LAST)) {
      return new JobId(name);
    }
    return jobs.jobs(JobFilter.ALL, Optional.empty(), 1).jobs().stream()
        .map(Job::id)
        .findFirst()
        .orElseThrow(
            () ->
                new CommandFailedException(
                    "There is no job yet: submit one with 'baton submit --images DIR'."));
  }
}
