package io.baton.cli.job;

import io.baton.cli.ApiCommand;
import io.baton.cli.Surroundings;
import io.baton.cli.connection.Connection;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code baton watch}. */
@Command(
    name = "watch",
    mixinStandardHelpOptions = true,
    description = {
      "Follows a job until it ends.",
      "Exit code 0 only if it completed, 6 if it failed or was canceled.",
      "Ctrl-C ends only the looking: the job goes on."
    })
public final class WatchCommand extends ApiCommand {
  @Mixin private JobArgument job;

  public WatchCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    Connection api = api();
    return new WatchFlow(console, api, output()).follow(job.in(api.jobs()));
  }
}
