package io.baton.cli.download;

import io.baton.cli.CommandFailedException;
import io.baton.protocol.checkpoint.Artifact;
import io.baton.protocol.checkpoint.Artifact.ArtifactFile;
import io.baton.protocol.checkpoint.Checkpoint;
import io.baton.protocol.checkpoint.LoraFormat;
import io.baton.protocol.client.JobsClient;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.sample.SamplePage;
import io.baton.protocol.job.sample.SampleSet;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** What of a job is to be downloaded. */
final class Wanted {
  /** Which files of a LoRA. */
  enum Format {
    DIFFUSERS,
    KOHYA,
    ALL
  }

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "Only the LoRA as diffusers or kohya (web interfaces) name it. Default: all.",
      completionCandidates = FormatNames.class)
  private Format format;

  @Option(
      names = "--samples",
      description = "The sample images, by step, in place of the LoRA; also while the job runs.")
  private boolean samples;

  @Option(
      names = "--checkpoint",
      paramLabel = "STEP",
      description =
          "A checkpoint in place of the LoRA: its step, 'latest' or 'all'; also while the job runs.")
  private String checkpoint;

  /** With fresh addresses. */
  List<RemoteFile> of(JobsClient jobs, JobId id) {
    if (checkpoint != null) {
      if (format != null || samples) {
        throw CommandFailedException.usage(
            "--checkpoint comes whole: leave --format and --samples out.");
      }
      return checkpoints(jobs, id);
    }
    if (samples) {
      if (format != null) {
        throw CommandFailedException.usage("--format is for LoRAs: leave it or --samples out.");
      }
      return samples(jobs, id);
    }
    Artifact artifact = jobs.artifact(id);
    List<RemoteFile> files =
        artifact.files().stream().filter(this::wanted).map(RemoteFile::of).toList();
    if (files.isEmpty()) {
      throw new CommandFailedException(
          "Job " + id + " has no file of that format; without --format all of them come.");
    }
    return files;
  }

  private static List<RemoteFile> samples(JobsClient jobs, JobId id) {
    List<RemoteFile> files = new ArrayList<>();
    Optional<Integer> after = Optional.of(0);
    while (after.isPresent()) {
      SamplePage page = jobs.samples(id, after.get());
      for (SampleSet set : page.sets()) {
        set.images().forEach(image -> files.add(RemoteFile.of(set.step(), image)));
      }
      after = page.next();
    }
    if (files.isEmpty()) {
      throw new CommandFailedException(
          "Job " + id + " has no sample images yet: a job with --validation-prompt gets some.");
    }
    return files;
  }

  private boolean wanted(ArtifactFile file) {
    if (format == null) {
      return true;
    }
    return switch (format) {
      case ALL -> true;
      case DIFFUSERS -> file.format() == LoraFormat.DIFFUSERS;
      case KOHYA -> file.format() == LoraFormat.KOHYA;
    };
  }

  private List<RemoteFile> checkpoints(JobsClient jobs, JobId id) {
    List<Integer> steps = steps(jobs.checkpoints(id).stream().map(Checkpoint::step).toList(), id);
    List<RemoteFile> files = new ArrayList<>();
    for (int step : steps) {
      jobs.checkpoint(id, step).files().forEach(file -> files.add(RemoteFile.of(step, file)));
    }
    return files;
  }

  private List<Integer> steps(List<Integer> kept, JobId id) {
    if (kept.isEmpty()) {
      throw new CommandFailedException("Storage keeps no checkpoint of job " + id + ".");
    }
    if (checkpoint.equals("all")) {
      return kept;
    }
    if (checkpoint.equals("latest")) {
      return kept.subList(0, 1);
    }
    return kept.stream()
        .filter(step -> Integer.toString(step).equals(checkpoint))
        .findFirst()
        .map(List::of)
        .orElseThrow(
            () ->
                CommandFailedException.usage(
                    "Storage keeps no checkpoint '"
                        + checkpoint
                        + "' of the job; there are "
                        + kept.stream().map(String::valueOf).collect(Collectors.joining(", "))
                        + ", latest and all."));
  }

  /** As the option takes them. */
  static final class FormatNames extends ArrayList<String> {
    private static final long serialVersionUID = 1L;

    FormatNames() {
      super(
          Arrays.stream(Format.values())
              .map(each -> each.name().toLowerCase(Locale.ROOT))
              .toList());
    }
  }
}
