package io.baton.cli.job;

import io.baton.cli.Surroundings;
import io.baton.protocol.client.JobsClient;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import picocli.CommandLine.Command;

/** {@code baton cancel}. */
@Command(
    name = "cancel",
    mixinStandardHelpOptions = true,
    description = "Ends jobs; their nodes are told to stop.")
public final class CancelCommand extends JobsChange {
  public CancelCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  Job change(JobsClient jobs, JobId id) {
    return jobs.cancel(id);
  }

  @Override
  String told(Job job) {
    return "Job "
        + job.id()
        + " is "
        + job.status().wireName()
        + ". It can go on with: baton retry "
        + job.id();
  }
}
