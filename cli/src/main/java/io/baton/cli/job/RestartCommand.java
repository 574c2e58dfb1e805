package io.baton.cli.job;

import io.baton.cli.ApiCommand;
import io.baton.cli.CommandFailedException;
import io.baton.cli.Surroundings;
import io.baton.protocol.checkpoint.Checkpoint;
import io.baton.protocol.client.JobsClient;
import io.baton.protocol.idempotency.IdempotencyKey;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobRestart;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code baton restart}. */
@Command(
    name = "restart",
    mixinStandardHelpOptions = true,
    description = "Has a job that does not run go back to a checkpoint and on from there.")
public final class RestartCommand extends ApiCommand {
  private static final String LATEST = "latest";

  @Mixin private JobArgument job;

  @Option(
      names = "--from-step",
      paramLabel = "STEP",
      description =
          "The checkpoint's step, or 'latest'. Newer checkpoints are deleted. 'baton show JOB'"
              + " lists those that are kept.")
  private Optional<String> from = Optional.empty();

  public RestartCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    Optional<Integer> typed = from.filter(step -> !step.equals(LATEST)).map(this::number);
    JobsClient jobs = api().jobs();
    JobId id = job.in(jobs);
    List<Integer> kept = jobs.checkpoints(id).stream().map(Checkpoint::step).distinct().toList();
    if (from.isEmpty()) {
      throw CommandFailedException.usage(
          "From which step? " + offered(id, kept) + " Say --from-step STEP, or latest.");
    }
    if (typed.isEmpty() && kept.isEmpty()) {
      throw new CommandFailedException(offered(id, kept));
    }
    int step = typed.orElseGet(() -> kept.get(0));
    Job restarted = jobs.restart(id, new JobRestart(step), IdempotencyKey.random());
    return answer(restarted, List::of, () -> console.plain(told(restarted, step, kept)));
  }

  private int number(String step) {
    try {
      int number = Integer.parseInt(step);
      if (number >= 1) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below, as of a number that no checkpoint has.
    }
    throw CommandFailedException.usage(
        "--from-step must be the step of a checkpoint, a whole number from 1, or latest, not '"
            + step
            + "'.");
  }

  private static String offered(JobId id, List<Integer> kept) {
    return kept.isEmpty()
        ? "Job " + id + " has no checkpoint to restart from: storage keeps none of it."
        : "Job "
            + id
            + (kept.size() == 1 ? " keeps a checkpoint at " : " keeps checkpoints at ")
            + steps(kept)
            + ".";
  }

  private static String told(Job job, int step, List<Integer> kept) {
    List<Integer> lost = kept.stream().filter(each -> each > step).toList();
    return "Job "
        + job.id()
        + " waits for a node again and goes on from step "
        + step
        + ". "
        + (lost.isEmpty()
            ? ""
            : "Its "
                + (lost.size() == 1 ? "checkpoint at " : "checkpoints at ")
                + steps(lost)
                + (lost.size() == 1 ? " is" : " are")
                + " deleted. ")
        + "Follow it with: baton watch "
        + job.id();
  }

  /** In the order of training. */
  private static String steps(List<Integer> steps) {
    String sorted = steps.stream().sorted().map(String::valueOf).collect(Collectors.joining(", "));
    return (steps.size() == 1 ? "step " : "steps ") + sorted;
  }
}
