package io.baton.node.trainer;

import io.baton.protocol.job.TrainingOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The options that a job's training is run with: those of diffusers' script, then ours. */
public final class TrainerCommandLine {
  private final List<String> words = new ArrayList<>();

  private TrainerCommandLine() {}

  /**
   * The whole command line.
   *
   * @param resume whether the output directory holds a checkpoint to go on from
   * @param localCheckpoints how many checkpoint directories the trainer may leave on the disk
   */
  public static List<String> of(
      TrainerProgram program,
      TrainingOptions options,
      TrainerDirectories directories,
      boolean resume,
      int localCheckpoints) {
    TrainerCommandLine line = new TrainerCommandLine();
    line.words.add(program.executable().toString());
    line.words.addAll(program.arguments());
    line.addDirectories(directories);
    line.addTraining(options);
    line.addOptimizer(options);
    line.option("checkpoints_total_limit", localCheckpoints);
    if (resume) {
      line.option("resume_from_checkpoint", "latest");
    }
    line.option("progress", "json");
    line.words.add("--exit-with-parent");
    return List.copyOf(line.words);
  }

  private void addDirectories(TrainerDirectories directories) {
    option("pretrained_model_name_or_path", directories.baseModel());
    option("instance_data_dir", directories.dataset());
    option("output_dir", directories.output());
  }

  private void addTraining(TrainingOptions options) {
    option("instance_prompt", options.instancePrompt());
    option("max_train_steps", options.maxTrainSteps());
    option("checkpointing_steps", options.checkpointingSteps());
    option("resolution", options.resolution());
    flag("center_crop", options.centerCrop());
    flag("random_flip", options.randomFlip());
    option("repeats", options.repeats());
    option("train_batch_size", options.trainBatchSize());
    option("gradient_accumulation_steps", options.gradientAccumulationSteps());
    flag("gradient_checkpointing", options.gradientCheckpointing());
    option("rank", options.rank());
    option("mixed_precision", options.mixedPrecision().wireName());
    Optional.ofNullable(options.seed()).ifPresent(seed -> option("seed", seed));
  }

  private void addOptimizer(TrainingOptions options) {
    option("learning_rate", options.learningRate());
    option("lr_scheduler", options.lrScheduler().wireName());
    option("lr_warmup_steps", options.lrWarmupSteps());
    Optional.ofNullable(options.snrGamma()).ifPresent(gamma -> option("snr_gamma", gamma));
    option("max_grad_norm", options.maxGradNorm());
    option("adam_beta1", options.adamBeta1());
    option("adam_beta2", options.adamBeta2());
    option("adam_epsilon", options.adamEpsilon());
    option("adam_weight_decay", options.adamWeightDecay());
  }

  /** In one word, so that a prompt that looks like an option stays a prompt. */
  private void option(String name, Object value) {
    words.add("--" + name + "=" + value);
  }

  private void flag(String name, boolean set) {
    if (set) {
      words.add("--" + name);
    }
  }

  /** Where the trainer reads and writes. */
  public record TrainerDirectories(Path baseModel, Path dataset, Path output) {}
}
