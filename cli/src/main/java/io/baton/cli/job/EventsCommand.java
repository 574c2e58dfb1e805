package io.baton.cli.job;

import io.baton.cli.ApiCommand;
import io.baton.cli.CommandFailedException;
import io.baton.cli.ExitCode;
import io.baton.cli.Surroundings;
import io.baton.cli.connection.Connection;
import io.baton.cli.terminal.Text;
import io.baton.protocol.client.JobsClient;
import io.baton.protocol.event.EventType;
import io.baton.protocol.event.JobEvent;
import io.baton.protocol.event.JobEventPage;
import io.baton.protocol.job.JobId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code baton events}. */
@Command(
    name = "events",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Shows what happened to a job; with -f, what happens.",
      "Without a job, -f shows what happens to all jobs from now on.",
      "With --json, one document a line."
    })
public final class EventsCommand extends ApiCommand {
  private static final Duration WAIT = Duration.ofSeconds(1);

  @Parameters(
      arity = "0..1",
      paramLabel = "JOB",
      description = "The job's id, or 'last'; with -f it may be left out: all jobs.")
  private String job;

  @Option(
      names = {"-f", "--follow"},
      description = "Go on with what happens, until Ctrl-C.")
  private boolean follow;

  @Option(
      names = "--type",
      split = ",",
      paramLabel = "TYPE",
      description = "Only ${COMPLETION-CANDIDATES}; several with commas.",
      converter = EventTypeNames.Converter.class,
      completionCandidates = EventTypeNames.class)
  private List<EventType> types;

  @Option(
      names = "--after",
      paramLabel = "SEQUENCE",
      defaultValue = "0",
      description = "Only events of the job with a larger sequence.")
  private long after;

  public EventsCommand(Surroundings surroundings) {
    super(surroundings);
  }

  @Override
  public Integer call() {
    if (job == null && !follow) {
      throw CommandFailedException.usage(
          "Whose events? Name a job, or follow all jobs with 'baton events -f'.");
    }
    Connection api = api();
    Optional<JobId> wanted =
        Optional.ofNullable(job).map(name -> JobArgument.resolve(api.jobs(), name));
    if (follow) {
      follow(api, wanted);
    } else {
      history(api.jobs(), wanted.orElseThrow()).forEach(event -> tell(event, false));
    }
    return ExitCode.OK;
  }

  private List<JobEvent> history(JobsClient jobs, JobId id) {
    List<JobEvent> events = new ArrayList<>();
    long from = after;
    while (true) {
      JobEventPage page = jobs.events(id, from);
      page.events().stream().filter(this::wanted).forEach(events::add);
      if (page.next().isEmpty()) {
        return events;
      }
      from = page.next().get();
    }
  }

  private boolean wanted(JobEvent event) {
    return event.sequence() > after && (types == null || types.contains(event.type()));
  }

  private void follow(Connection api, Optional<JobId> id) {
    // Of one job the whole history; of all jobs only what happens from now on.
    Optional<String> from = id.map(one -> "0");
    List<EventType> only = types == null ? List.of() : types;
    try (EventFeed feed = new EventFeed(api.events(), id, only, from).start()) {
      while (!console.isStopping()) {
        for (JobEvent event : feed.next(WAIT)) {
          if (wanted(event)) {
            tell(event, id.isEmpty());
          }
        }
        if (feed.refusal().isPresent()) {
          throw feed.refusal().get();
        }
      }
    }
  }

  private void tell(JobEvent event, boolean withJob) {
    if (output().json()) {
      console.jsonLine(event);
    } else if (output().quiet()) {
      console.plain(event.type().wireName());
    } else {
      console.line(
          (withJob ? Text.literal(event.job().value()) + "  " : "") + JobDisplay.line(event));
    }
  }
}
