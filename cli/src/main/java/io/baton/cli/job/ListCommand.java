package io.baton.cli.job;

import io.baton.cli.ApiCommand;
import io.baton.cli.CommandFailedException;
import io.baton.cli.ExitCode;
import io.baton.cli.Surroundings;
import io.baton.cli.terminal.Table;
import io.baton.cli.terminal.Words;
import io.baton.protocol.client.JobsClient;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobCounts;
import io.baton.protocol.job.JobFilter;
import io.baton.protocol.job.JobPage;
import io.baton.protocol.node.NodeId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code baton list}. */
@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Lists jobs, newest first.")
public final class ListCommand extends ApiCommand {
  private static final int LARGEST_PAGE = 200;

  @Mixin private JobFilterOptions filter;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "At most that many, 1 to 200. Default: ${DEFAULT-VALUE}.")
  private int limit;

  @Option(names = "--cursor", paramLabel = "CURSOR", description = "Go on after an earlier page.")
  private String cursor;

  @Option(names = "--all", description = "Every job that fits, page after page.")
  private boolean all;

  @Option(names = "--counts", description = "Only how many there are, by status.")
  private boolean counts;

  public ListCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    if (limit < 1 || limit > LARGEST_PAGE) {
      throw CommandFailedException.usage(
          "--limit must be from 1 to 200, not " + limit + "; --all lists every job.");
    }
    JobFilter wanted = filter.filter();
    JobsClient jobs = api().jobs();
    if (counts) {
      JobCounts found = jobs.counts(wanted);
      return answer(found, () -> List.of(found.total()), () -> print(found));
    }
    JobPage page = all ? everything(jobs, wanted) : page(jobs, wanted, cursor, limit);
    output()
        .give(
            console,
            page,
            () -> page.jobs().stream().map(Job::id).toList(),
            () -> print(page, wanted));
    return ExitCode.OK;
  }

  private static JobPage page(JobsClient jobs, JobFilter wanted, String cursor, int limit) {
    return jobs.jobs(wanted, Optional.ofNullable(cursor), limit);
  }

  private JobPage everything(JobsClient jobs, JobFilter wanted) {
    List<Job> found = new ArrayList<>();
    String next = cursor;
    do {
      JobPage page = page(jobs, wanted, next, LARGEST_PAGE);
      found.addAll(page.jobs());
      next = page.nextCursor().orElse(null);
    } while (next != null);
    return new JobPage(found, Optional.empty());
  }

  private void print(JobCounts found) {
    Table table =
        new Table("PENDING", "RUNNING", "INTERRUPTED", "COMPLETED", "FAILED", "CANCELED", "TOTAL");
    table.row(
        found.pending(),
        found.running(),
        found.interrupted(),
        found.completed(),
        found.failed(),
        found.canceled(),
        found.total());
    table.print(console, "");
  }

  private void print(JobPage page, JobFilter wanted) {
    if (page.jobs().isEmpty()) {
      console.plain(
          wanted.equals(JobFilter.ALL)
              ? "No jobs. Submit one: baton submit --images DIR --prompt \"a photo of …\""
              : "No job fits; without filters: baton list");
      return;
    }
    Instant now = Instant.now();
    Table table =
        new Table("JOB", "STATUS", "STEP", "LOSS", "NODE", "AGE", "NAME").shrinking("NODE", "NAME");
    for (Job job : page.jobs()) {
      table.row(
          job.id(),
          job.status().wireName(),
          job.progress().step() + "/" + job.progress().totalSteps(),
          job.progress().loss().map(Words::decimal).orElse("-"),
          job.node().map(NodeId::value).orElse("-"),
          Words.age(job.createdAt(), now),
          job.spec().name());
    }
    table.print(console, "");
    page.nextCursor().ifPresent(next -> console.plain("More: baton list --cursor " + next));
  }
}
