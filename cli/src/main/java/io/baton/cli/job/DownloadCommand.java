package io.baton.cli.job;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.baton.cli.ApiOption;
import io.baton.cli.ExitCode;
import io.baton.cli.JsonOption;
import io.baton.cli.terminal.Console;
import io.baton.cli.terminal.Words;
import io.baton.protocol.checkpoint.Artifact;
import io.baton.protocol.checkpoint.Artifact.ArtifactFile;
import io.baton.protocol.job.JobId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code baton download}. */
@Command(
    name = "download",
    mixinStandardHelpOptions = true,
    description = "Downloads the LoRA of a completed job and checks its SHA-256.")
public final class DownloadCommand implements Callable<Integer> {
  private final Console console;

  @Parameters(paramLabel = "JOB", description = "The job's id.")
  private String job;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "Where to put it; made when missing. Default: a directory named after the job.")
  private Path directory;

  @Mixin private ApiOption api;
  @Mixin private JsonOption json;

  public DownloadCommand(Console console) {
    this.console = console;
  }

  /** What {@code --json} prints. */
  record Downloaded(JobId job, int step, List<DownloadedFile> files) {
    record DownloadedFile(
        @JsonSerialize(using = ToStringSerializer.class) Path path, long size, String sha256) {}
  }

  @Override
  public Integer call() {
    JobId id = new JobId(job);
    Artifact artifact = api.jobs().artifact(id);
    long total = artifact.files().stream().mapToLong(ArtifactFile::size).sum();
    Path target = directory == null ? Path.of(id.value()) : directory;
    List<Path> files =
        new ArtifactDownload()
            .into(
                target,
                artifact,
                done ->
                    console.live(
                        "Downloading "
                            + Words.ofBytes(done)
                            + " of "
                            + Words.ofBytes(total)
                            + " …"));
    console.endLive();
    tell(id, artifact, files);
    return ExitCode.OK;
  }

  private void tell(JobId id, Artifact artifact, List<Path> files) {
    List<Downloaded.DownloadedFile> downloaded = new ArrayList<>();
    for (int i = 0; i < files.size(); i++) {
      ArtifactFile file = artifact.files().get(i);
      downloaded.add(
          new Downloaded.DownloadedFile(files.get(i).toAbsolutePath(), file.size(), file.sha256()));
    }
    if (json.wanted()) {
      console.json(new Downloaded(id, artifact.step(), downloaded));
      return;
    }
    for (Downloaded.DownloadedFile file : downloaded) {
      console.line("@|bold " + file.path() + "|@  " + Words.ofBytes(file.size()));
      console.line("  SHA-256 " + file.sha256());
    }
  }
}
