package io.baton.cli.submit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.baton.cli.document.Documents;
import java.nio.file.Path;
import java.util.Optional;

/** What a job gets that is given on the command line alone; one in a file says all by itself. */
final class CommandLineDefaults {
  /** The model that the local platform makes: a real SDXL with random weights and tiny widths. */
  private static final String TINY = "tiny";

  private CommandLineDefaults() {}

  static void into(ObjectNode job, Optional<Path> images) {
    orElse(job, "baseModel", TINY);
    if (job.has("command")) {
      return;
    }
    boolean tiny = job.get("baseModel").asText().equals(TINY);
    images.ifPresent(directory -> orElse(job, "training.instancePrompt", prompt(directory)));
    if (job.at("/training/numTrainEpochs").isMissingNode()) {
      orElse(job, "training.maxTrainSteps", tiny ? 60 : 500);
    }
    orElse(job, "training.trainBatchSize", 1);
    if (tiny) {
      orElse(job, "training.checkpointingSteps", 10);
      // Pixels that suit its widths.
      orElse(job, "training.resolution", 128);
    }
  }

  /** A rare word and what the directory is called: {@code photos/my-cat} is "sks my cat". */
  static String prompt(Path directory) {
    Path name = directory.toAbsolutePath().normalize().getFileName();
    String subject =
        name == null ? "" : name.toString().replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
    return ("a photo of sks " + subject).strip();
  }

  private static void orElse(ObjectNode job, String path, Object value) {
    if (job.at("/" + path.replace('.', '/')).isMissingNode()) {
      Documents.set(job, path, value);
    }
  }
}
