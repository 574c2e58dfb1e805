package io.baton.cli.job;

import io.baton.cli.ApiOption;
import io.baton.cli.ExitCode;
import io.baton.cli.JsonOption;
import io.baton.cli.terminal.Console;
import io.baton.cli.terminal.Words;
import io.baton.protocol.client.JobsClient;
import io.baton.protocol.dataset.Dataset;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobSpec;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code baton submit}. */
@Command(
    name = "submit",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = "Uploads images and submits a job that trains a LoRA on them.",
    footer = {
      "",
      "Example:",
      "  baton submit --images samples/chelsea --prompt \"a photo of sks cat\" --watch"
    })
public final class SubmitCommand implements Callable<Integer> {
  private final Console console;

  @Option(
      names = "--images",
      required = true,
      paramLabel = "DIR",
      description =
          "Directory with the images (.jpg, .png, .webp, .bmp); cat.txt is the caption of cat.jpg.")
  private Path images;

  @Mixin private JobOptions job;
  @Mixin private WebhookOptions webhook;

  @Option(names = "--watch", description = "Follow the job until it ends.")
  private boolean watch;

  @Mixin private ApiOption api;
  @Mixin private JsonOption json;

  public SubmitCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    // Everything that can be refused is, before anything is uploaded.
    JobSpec draft = job.spec(JobOptions.NO_DATASET, webhook.target());
    long bytes = DatasetUpload.bytesIn(images);
    JobsClient jobs = api.jobs();
    Dataset dataset =
        new DatasetUpload(api.datasets())
            .upload(
                images,
                draft.name(),
                done ->
                    console.live(
                        "Uploading " + Words.ofBytes(done) + " of " + Words.ofBytes(bytes) + " …"));
    console.endLive();
    Job submitted = jobs.submit(job.spec(dataset.id(), webhook.target()));
    if (json.wanted() && !watch) {
      console.json(submitted);
      return ExitCode.OK;
    }
    if (!json.wanted()) {
      tell(dataset, submitted);
    }
    return watch ? new WatchFlow(console, jobs).follow(submitted.id(), json.wanted()) : ExitCode.OK;
  }

  private void tell(Dataset dataset, Job submitted) {
    console.line(
        "Uploaded %s (%s) as dataset %s."
            .formatted(
                Words.count(dataset.images(), "image"),
                Words.ofBytes(dataset.bytes()),
                dataset.id()));
    console.line("Submitted job @|bold " + submitted.id() + "|@.");
    if (!watch) {
      console.line("");
      console.line("  baton watch " + submitted.id());
      console.line("  baton show " + submitted.id());
      console.line("  baton download " + submitted.id());
    }
  }
}
