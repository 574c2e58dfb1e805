package io.baton.cli.job;

import io.baton.cli.ApiOption;
import io.baton.cli.JsonOption;
import io.baton.cli.terminal.Console;
import io.baton.protocol.job.JobId;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code baton watch}. */
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    description = "Follows a job until it ends; fails unless it completed.")
public final class WatchCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "JOB", description = "The job's id.")
  private String job;

  @Mixin private ApiOption api;
  @Mixin private JsonOption json;

  public WatchCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    return new WatchFlow(console, api.jobs()).follow(new JobId(job), json.wanted());
  }
}
