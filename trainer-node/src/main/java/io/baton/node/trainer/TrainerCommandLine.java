package io.baton.node.trainer;

import io.baton.protocol.job.TrainingOptions;
import io.baton.protocol.job.training.ValidationOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** The command line of an attempt: the job's options, then where and how this node runs them. */
public final class TrainerCommandLine {
  private TrainerCommandLine() {}

  /**
   * The whole command line.
   *
   * @param options with steps and checkpoints in numbers, as a grant has them
   * @param resume whether the output directory holds a checkpoint to go on from
   * @param localCheckpoints how many checkpoint directories the trainer may leave on the disk
   * @param sampledSteps steps whose validation images need not be drawn again
   */
  public static List<String> of(
      TrainerProgram program,
      TrainingOptions options,
      TrainerDirectories directories,
      boolean resume,
      int localCheckpoints,
      List<Integer> sampledSteps) {
    OptionWords words = new OptionWords();
    words.word(program.executable().toString());
    program.arguments().forEach(words::word);
    words.option("pretrained_model_name_or_path", directories.baseModel());
    words.option("pretrained_vae_model_name_or_path", directories.vae());
    words.option("instance_data_dir", directories.dataset());
    if (options.prior().isPresent()) {
      words.option("class_data_dir", directories.classImages());
    }
    words.option("output_dir", directories.output());
    TrainingWords.add(words, options);
    if (!sampledSteps.isEmpty()) {
      words.option(
          "validation_drawn_steps",
          sampledSteps.stream().map(String::valueOf).collect(Collectors.joining(",")));
    }
    words.flag("output_kohya_format", true);
    words.option("checkpoints_total_limit", localCheckpoints);
    words.option(
        "resume_from_checkpoint", resume ? Optional.of("latest") : Optional.<String>empty());
    words.option("progress", "json");
    words.word("--exit-with-parent");
    return words.all();
  }

  /**
   * The command line that draws the images of a job's options with a LoRA.
   *
   * @param validation of the options
   */
  public static List<String> ofSamples(
      TrainerProgram program,
      TrainingOptions options,
      ValidationOptions validation,
      TrainerDirectories directories,
      Path lora) {
    OptionWords words = new OptionWords();
    words.word(program.executable().toString());
    words.word("sample");
    words.option("pretrained_model_name_or_path", directories.baseModel());
    words.option("pretrained_vae_model_name_or_path", directories.vae());
    words.option("variant", options.model().variant());
    words.option("lora", lora);
    words.option("prompt", validation.validationPrompt());
    words.option("num_images", validation.numValidationImages());
    words.option("resolution", options.resolution());
    words.option("num_inference_steps", validation.validationInferenceSteps());
    // As the trainer draws them itself.
    words.option("scheduler", options.loss().doEdmStyleTraining() ? "euler" : "dpm++2m");
    words.option("mixed_precision", options.mixedPrecision().wireName());
    words.option("seed", validation.seed().or(options::seed));
    words.option("output_dir", directories.output());
    words.option("progress", "json");
    words.word("--exit-with-parent");
    return words.all();
  }

  /**
   * Where the trainer reads and writes.
   *
   * @param vae where another takes the place of the base model's own
   * @param classImages the images of prior preservation, where the trainer also puts what it draws
   */
  public record TrainerDirectories(
      Path baseModel, Optional<Path> vae, Path dataset, Path classImages, Path output) {}
}
