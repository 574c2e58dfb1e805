package io.baton.cli.download;

import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import io.baton.cli.ApiCommand;
import io.baton.cli.Surroundings;
import io.baton.cli.job.JobArgument;
import io.baton.cli.terminal.Console;
import io.baton.cli.terminal.TransferBar;
import io.baton.cli.terminal.Words;
import io.baton.protocol.client.JobsClient;
import io.baton.protocol.job.JobId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code baton download}. */
@Command(
    name = "download",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Downloads a LoRA, its sample images, or checkpoints.",
      "A file is there only once its SHA-256 is right; what was interrupted goes on where it ended."
    })
public final class DownloadCommand extends ApiCommand {
  @Mixin private JobArgument job;

  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "Where to put it; made when missing. Default: a directory named after the job.")
  private Path directory;

  @Mixin private Wanted wanted;

  public DownloadCommand(Surroundings surroundings) {
    super(surroundings);
  }

  /** What {@code --json} prints. */
  record Downloaded(JobId job, List<DownloadedFile> files) {
    record DownloadedFile(
        @JsonSerialize(using = ToStringSerializer.class) Path path,
        long size,
        String sha256,
        boolean alreadyThere) {}
  }

  @Override
  public Integer call() {
    JobsClient jobs = api().jobs();
    JobId id = job.in(jobs);
    List<RemoteFile> files = wanted.of(jobs, id);
    Path target = (directory == null ? Path.of(id.value()) : directory).toAbsolutePath();
    List<Downloaded.DownloadedFile> downloaded = fetch(files, target);
    return answer(
        new Downloaded(id, downloaded),
        () -> downloaded.stream().map(Downloaded.DownloadedFile::path).toList(),
        () -> downloaded.forEach(this::tell));
  }

  private List<Downloaded.DownloadedFile> fetch(List<RemoteFile> files, Path target) {
    long total = files.stream().mapToLong(RemoteFile::size).sum();
    AtomicLong done = new AtomicLong();
    FileDownload download = new FileDownload();
    List<Downloaded.DownloadedFile> downloaded = new ArrayList<>();
    Console shown = output().forPeople() ? console : Console.silent();
    try (TransferBar bar = new TransferBar(shown, "Downloading", total)) {
      for (RemoteFile file : files) {
        var outcome = download.fetch(file, target, bytes -> bar.accept(done.addAndGet(bytes)));
        downloaded.add(
            new Downloaded.DownloadedFile(
                target.resolve(file.path()),
                file.size(),
                file.sha256(),
                outcome == FileDownload.Outcome.ALREADY_THERE));
      }
    }
    return downloaded;
  }

  private void tell(Downloaded.DownloadedFile file) {
    console.plain(
        file.path()
            + "  "
            + Words.ofBytes(file.size())
            + (file.alreadyThere() ? ", was there already" : ""));
    console.plain("  SHA-256 " + file.sha256());
  }
}
