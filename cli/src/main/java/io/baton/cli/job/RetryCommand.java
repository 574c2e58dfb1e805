package io.baton.cli.job;

import io.baton.cli.Surroundings;
import io.baton.protocol.client.JobsClient;
import io.baton.protocol.idempotency.IdempotencyKey;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import picocli.CommandLine.Command;

/** {@code baton retry}. */
@Command(
    name = "retry",
    mixinStandardHelpOptions = true,
    description = "Lets failed or canceled jobs go on where they were.")
public final class RetryCommand extends JobsChange {
  public RetryCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  Job change(JobsClient jobs, JobId id) {
    return jobs.retry(id, IdempotencyKey.random());
  }

  @Override
  String told(Job job) {
    return "Job "
        + job.id()
        + " waits for a node again and goes on "
        + job.lastCheckpointStep().map(step -> "from step " + step).orElse("from the beginning")
        + ". Follow it with: baton watch "
        + job.id();
  }
}
