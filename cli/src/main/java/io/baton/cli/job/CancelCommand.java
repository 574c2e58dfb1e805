package io.baton.cli.job;

import io.baton.cli.ApiOption;
import io.baton.cli.ExitCode;
import io.baton.cli.JsonOption;
import io.baton.cli.terminal.Console;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code baton cancel}. */
@Command(
    name = "cancel",
    mixinStandardHelpOptions = true,
    description = "Ends a job that has not ended; its node is told to stop.")
public final class CancelCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "JOB", description = "The job's id.")
  private String job;

  @Mixin private ApiOption api;
  @Mixin private JsonOption json;

  public CancelCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Job canceled = api.jobs().cancel(new JobId(job));
    if (json.wanted()) {
      console.json(canceled);
    } else {
      console.line("Job " + canceled.id() + " is " + canceled.status().wireName() + ".");
    }
    return ExitCode.OK;
  }
}
