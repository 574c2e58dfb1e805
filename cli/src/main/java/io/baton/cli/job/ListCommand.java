package io.baton.cli.job;

import io.baton.cli.ApiOption;
import io.baton.cli.ExitCode;
import io.baton.cli.JsonOption;
import io.baton.cli.terminal.Console;
import io.baton.cli.terminal.Table;
import io.baton.cli.terminal.Words;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobFilter;
import io.baton.protocol.job.JobPage;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.node.NodeId;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code baton list}. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "Lists jobs, newest first.")
public final class ListCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "Only jobs that are ${COMPLETION-CANDIDATES}, in any case.")
  private JobStatus status;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "At most that many. Default: ${DEFAULT-VALUE}.")
  private int limit;

  @Option(names = "--cursor", paramLabel = "CURSOR", description = "Go on after an earlier page.")
  private String cursor;

  @Mixin private ApiOption api;
  @Mixin private JsonOption json;

  public ListCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    JobPage page =
        api.jobs()
            .jobs(
                status == null ? JobFilter.ALL : JobFilter.of(status),
                Optional.ofNullable(cursor),
                limit);
    if (json.wanted()) {
      console.json(page);
    } else if (page.jobs().isEmpty()) {
      console.line("No jobs. Submit one: baton submit --images DIR --prompt \"a photo of …\"");
    } else {
      print(page);
    }
    return ExitCode.OK;
  }

  private void print(JobPage page) {
    Instant now = Instant.now();
    Table table = new Table("JOB", "STATUS", "STEP", "LOSS", "NODE", "CREATED", "NAME");
    for (Job job : page.jobs()) {
      table.row(
          job.id(),
          job.status().wireName(),
          job.progress().step() + "/" + job.progress().totalSteps(),
          job.progress().loss().map(Words::decimal).orElse("-"),
          job.node().map(NodeId::value).orElse("-"),
          Words.ago(job.createdAt(), now),
          shortened(job.spec().name()));
    }
    table.print(console, "");
    page.nextCursor().ifPresent(next -> console.line("More: baton list --cursor " + next));
  }

  private static String shortened(String name) {
    return name.length() <= 40 ? name : name.substring(0, 39) + "…";
  }
}
