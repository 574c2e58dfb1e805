package io.baton.cli.submit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.baton.cli.CommandFailedException;
import io.baton.cli.Surroundings;
import io.baton.cli.document.Documents;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParseResult;

/** Where the jobs of a command line come from. */
final class SubmitSources {
  private static final String END_OF_OPTIONS = "--";

  @Parameters(
      arity = "0..*",
      paramLabel = "DIR|FILE",
      description =
          "A directory is --images, a file is --file. After '--': the words of a command that runs"
              + " in place of Baton's trainer.")
  private List<String> words = List.of();

  @Option(
      names = "--images",
      paramLabel = "DIR",
      description =
          "Directory with the images (.jpg, .png, .webp, .bmp); cat.txt is the caption of cat.jpg.")
  private Path images;

  @Option(
      names = "--class-images",
      paramLabel = "DIR",
      description = "Directory with images of the subject's class, for --class-prompt.")
  private Path classImages;

  @Option(
      names = "--dataset",
      paramLabel = "ID",
      description = "Images that were uploaded before, in place of --images.")
  private String dataset;

  @Option(
      names = {"-f", "--file"},
      paramLabel = "FILE",
      description =
          "YAML or JSON with a job, or several; '-' for standard input. Options given here are"
              + " stronger.")
  private List<String> files = new ArrayList<>();

  /** The jobs that are asked for, with the options that were given. */
  List<JobDraft> drafts(ParseResult parsed, Surroundings surroundings) {
    List<String> command = command(parsed);
    place(words.subList(0, words.size() - command.size()));
    JobFlags flags = JobFlags.of(parsed);
    List<JobDraft> drafts = new ArrayList<>();
    files.forEach(file -> drafts.addAll(JobFile.read(file, surroundings.input())));
    if (drafts.isEmpty()) {
      drafts.add(new JobDraft("", Documents.empty(), Optional.empty(), Optional.empty()));
    }
    return drafts.stream().map(draft -> completed(draft, flags, command, surroundings)).toList();
  }

  private static List<String> command(ParseResult parsed) {
    List<String> all = parsed.originalArgs();
    int end = all.indexOf(END_OF_OPTIONS);
    return end < 0 ? List.of() : all.subList(end + 1, all.size());
  }

  private void place(List<String> sources) {
    for (String source : sources) {
      if (Files.isDirectory(Path.of(source))) {
        if (images != null) {
          throw CommandFailedException.usage(
              "There can be one directory of images, not " + images + " and " + source + ".");
        }
        images = Path.of(source);
      } else if (source.equals(Documents.STANDARD_INPUT) || Files.isRegularFile(Path.of(source))) {
        files.add(source);
      } else {
        throw CommandFailedException.usage(
            "There is neither a directory of images nor a file of jobs called '" + source + "'.");
      }
    }
  }

  private JobDraft completed(
      JobDraft draft, JobFlags flags, List<String> command, Surroundings surroundings) {
    ObjectNode job = draft.document().deepCopy();
    if (!command.isEmpty()) {
      job.remove("training");
      Documents.set(job, "command.words", command);
    }
    flags.into(job, job.has("command"));
    Optional<Path> chosen = Optional.ofNullable(images).or(draft::images);
    if (dataset != null) {
      if (images != null) {
        throw CommandFailedException.usage("Give --images or --dataset, not both.");
      }
      Documents.set(job, "datasetId", dataset);
      chosen = Optional.empty();
    }
    if (draft.origin().isEmpty()) {
      CommandLineDefaults.into(job, chosen);
    }
    secret(job, surroundings);
    return new JobDraft(
        draft.origin(), job, chosen, Optional.ofNullable(classImages).or(draft::classImages));
  }

  private static void secret(ObjectNode job, Surroundings surroundings) {
    boolean wanted = job.path("webhook").has("url") && !job.path("webhook").has("secret");
    if (wanted) {
      Documents.set(
          job,
          "webhook.secret",
          surroundings
              .variable("BATON_WEBHOOK_SECRET")
              .orElseThrow(
                  () ->
                      CommandFailedException.usage(
                          "--webhook needs --webhook-secret (or BATON_WEBHOOK_SECRET): the key that"
                              + " signs.")));
    }
  }
}
