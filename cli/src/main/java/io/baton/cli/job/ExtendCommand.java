package io.baton.cli.job;

import io.baton.cli.ApiCommand;
import io.baton.cli.CommandFailedException;
import io.baton.cli.Surroundings;
import io.baton.protocol.client.JobsClient;
import io.baton.protocol.idempotency.IdempotencyKey;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobExtension;
import io.baton.protocol.job.JobId;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code baton extend}. */
@Command(
    name = "extend",
    mixinStandardHelpOptions = true,
    description = "Gives a job more steps, also one that has completed.")
public final class ExtendCommand extends ApiCommand {
  @Mixin private JobArgument job;

  @Option(
      names = "--steps",
      required = true,
      paramLabel = "[+]N",
      description = "Optimizer steps in all, those that are done included; or +N: so many more.")
  private String steps;

  public ExtendCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    int number = number();
    JobsClient jobs = api().jobs();
    JobId id = job.in(jobs);
    int total = steps.startsWith("+") ? jobs.job(id).progress().totalSteps() + number : number;
    Job extended = jobs.extend(id, new JobExtension(total), IdempotencyKey.random());
    return answer(
        extended,
        List::of,
        () ->
            console.plain(
                "Job "
                    + id
                    + " now has "
                    + extended.progress().totalSteps()
                    + " steps and is "
                    + extended.status().wireName()
                    + ". Follow it with: baton watch "
                    + id));
  }

  private int number() {
    try {
      return Integer.parseInt(steps.startsWith("+") ? steps.substring(1) : steps);
    } catch (NumberFormatException e) {
      throw CommandFailedException.usage(
          "--steps must be a whole number of steps, or + and one, not '" + steps + "'.");
    }
  }
}
