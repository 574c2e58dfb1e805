package io.baton.cli.submit;

import io.baton.cli.ApiCommand;
import io.baton.cli.CommandFailedException;
import io.baton.cli.ExitCode;
import io.baton.cli.Surroundings;
import io.baton.cli.connection.Connection;
import io.baton.cli.document.Documents;
import io.baton.cli.job.NextCommands;
import io.baton.cli.job.WatchFlow;
import io.baton.protocol.client.JobsClient;
import io.baton.protocol.idempotency.IdempotencyKey;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobBatch;
import io.baton.protocol.job.JobEstimate;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobSpec;
import io.baton.protocol.job.SubmittedJobs;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code baton submit}. */
@Command(
    name = "submit",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    abbreviateSynopsis = true,
    customSynopsis = {
      "baton submit --images DIR [OPTIONS]",
      "       baton submit --file FILE [OPTIONS]",
      "       baton submit --images DIR --steps N [OPTIONS] -- PROGRAM [ARGUMENT...]"
    },
    description = "Uploads images and submits jobs that train LoRAs on them.",
    footer = {
      "",
      "Examples:",
      "  baton submit --images photos/my-cat --wait",
      "  baton submit --images photos --prompt \"a photo of sks cat\" --rank 16 --dry-run",
      "  baton submit --file jobs.yaml --label round=2"
    })
public final class SubmitCommand extends ApiCommand {
  @Mixin private SubmitSources sources;

  @Option(
      names = "--dry-run",
      description = "Check everything and say what it would take; upload and submit nothing.")
  private boolean dryRun;

  @Option(
      names = "--print",
      description = "Print the jobs as YAML for --file; upload and submit nothing.")
  private boolean print;

  @Option(
      names = {"-w", "--wait", "--watch"},
      description = "Follow the job until it ends; exit code 6 unless it completes.")
  private boolean wait;

  @Option(names = "--help-all", description = "Show all options, and exit.")
  private boolean helpAll;

  @Spec private CommandSpec spec;

  private SubmitCommand(Surroundings surroundings) {
    super(surroundings);
  }

  public static CommandLine commandLine(Surroundings surroundings) {
    CommandLine command = new CommandLine(new SubmitCommand(surroundings));
    JobFlags.addTo(command.getCommandSpec());
    SubmitHelp.installIn(command);
    return command;
  }

  @Override
  public Integer call() {
    if (helpAll) {
      SubmitHelp.printAll(spec.commandLine());
      return ExitCode.OK;
    }
    // Everything that can be refused is, before anything is uploaded.
    List<JobDraft> drafts = sources.drafts(spec.commandLine().getParseResult(), surroundings);
    if (drafts.size() > JobBatch.MAX_JOBS) {
      throw CommandFailedException.usage(
          "These are " + drafts.size() + " jobs: at most 1000 can be submitted together.");
    }
    if (wait && drafts.size() > 1) {
      throw CommandFailedException.usage(
          "--wait follows one job, and these are " + drafts.size() + ": leave it out.");
    }
    List<JobSpec> checked = drafts.stream().map(JobDraft::checked).toList();
    Uploads uploads = Uploads.of(drafts);
    if (print) {
      return print(drafts);
    }
    Connection api = api();
    if (dryRun) {
      return estimate(api.jobs(), drafts, uploads);
    }
    uploads.send(api.datasets(), console, output().forPeople());
    List<JobSpec> complete = drafts.stream().map(uploads::complete).toList();
    if (complete.size() > 1) {
      return submitAll(api.jobs(), complete);
    }
    if (output().forPeople()) {
      drafts.stream()
          .filter(draft -> draft.origin().isEmpty())
          .forEach(d -> tellPrompt(checked.get(0)));
    }
    return submitOne(api, complete.get(0));
  }

  private void tellPrompt(JobSpec job) {
    boolean chosen =
        JobFlags.of(spec.commandLine().getParseResult()).has("training.instancePrompt");
    job.training()
        .filter(training -> !chosen)
        .ifPresent(
            training ->
                console.plain(
                    "Prompt: \""
                        + training.instancePrompt()
                        + "\", after the directory; --prompt TEXT chooses another."));
  }

  private int print(List<JobDraft> drafts) {
    for (int i = 0; i < drafts.size(); i++) {
      JobDraft draft = drafts.get(i);
      var shown = Documents.empty();
      draft.images().ifPresent(path -> shown.put("images", path.toAbsolutePath().toString()));
      draft
          .classImages()
          .ifPresent(path -> shown.put("classImages", path.toAbsolutePath().toString()));
      shown.setAll(draft.document());
      console.plain((i == 0 ? "" : "---\n") + Documents.yaml(shown));
    }
    return ExitCode.OK;
  }

  private int estimate(JobsClient jobs, List<JobDraft> drafts, Uploads uploads) {
    List<JobEstimate> estimates = new ArrayList<>();
    for (JobDraft draft : drafts) {
      estimates.add(
          jobs.estimate(
              draft.withoutClassImages(),
              draft.images().map(uploads::images).map(LocalImages::images)));
    }
    return answer(
        estimates.size() == 1 ? estimates.get(0) : estimates,
        List::of,
        () -> {
          for (int i = 0; i < drafts.size(); i++) {
            EstimateText.print(console, drafts.get(i), estimates.get(i), uploads);
            console.emptyLine();
          }
          console.line("@|bold,green Everything is in order.|@ Nothing was uploaded or submitted.");
        });
  }

  private int submitOne(Connection api, JobSpec job) {
    Job submitted = api.jobs().submit(job);
    if (output().forPeople()) {
      console.line("Submitted job @|bold " + submitted.id() + "|@.");
    }
    if (wait) {
      return new WatchFlow(console, api, output()).follow(submitted.id());
    }
    return answer(
        submitted,
        () -> List.of(submitted.id()),
        () -> {
          console.emptyLine();
          NextCommands.afterSubmission(submitted.id()).forEach(next -> console.plain("  " + next));
        });
  }

  private int submitAll(JobsClient jobs, List<JobSpec> specs) {
    SubmittedJobs submitted = jobs.submit(new JobBatch(specs), IdempotencyKey.random());
    return answer(
        submitted,
        submitted::jobs,
        () -> {
          console.line("Submitted @|bold " + specs.size() + " jobs|@, all together:");
          for (int i = 0; i < specs.size(); i++) {
            JobId id = submitted.jobs().get(i);
            console.plain("  " + id + "  " + specs.get(i).name());
          }
          console.emptyLine();
          console.plain("  baton list             all of them");
          console.plain("  baton events -f        what happens to them");
          console.plain("  baton watch JOB        follow one");
        });
  }
}
