package io.baton.sdxl.verify;

import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.noise.PredictionType;
import io.baton.sdxl.schedule.ScheduleKind;
import io.baton.sdxl.training.options.MixedPrecision;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The options that a recording was made with: those of diffusers' script, under its names and with
 * its defaults where they are not given.
 *
 * @param learningRate after the warm-up
 * @param rank of the LoRA; where it is not given, the LoRA's tensors tell
 * @param snrGamma γ of min-SNR loss weights
 * @param predictionType in place of the model's own
 * @param priorLossWeight weight of the class rows, which are the second half, where given
 * @param accumulation micro-steps in an optimizer step
 * @param maxTrainSteps that the schedule spans
 */
record RecordedOptions(
    double learningRate,
    double beta1,
    double beta2,
    double weightDecay,
    double epsilon,
    double maxGradNorm,
    OptionalInt rank,
    OptionalDouble snrGamma,
    Optional<PredictionType> predictionType,
    OptionalDouble priorLossWeight,
    int accumulation,
    ScheduleKind schedule,
    long warmupSteps,
    OptionalLong maxTrainSteps,
    int cycles,
    double power,
    MixedPrecision mixedPrecision,
    boolean dora) {

  /** Options of the script that change nothing of what is recorded. */
  private static final Set<String> WITHOUT_EFFECT =
      Set.of(
          "seed",
          "resolution",
          "train_batch_size",
          "batch_size",
          "num_train_epochs",
          "gradient_checkpointing",
          "center_crop",
          "random_flip",
          "repeats",
          "instance_prompt",
          "class_prompt",
          "checkpointing_steps");

  /** Options of the script that a recording can only have at the value that changes nothing. */
  private static final Map<String, Set<String>> ONLY =
      Map.of(
          "optimizer", Set.of("adamw", "AdamW"),
          "use_8bit_adam", Set.of("false"),
          "lora_dropout", Set.of("0", "0.0"),
          "train_text_encoder", Set.of("false"),
          "do_edm_style_training", Set.of("false"),
          "scale_lr", Set.of("false"));

  /**
   * Reads them from JSON.
   *
   * @throws TrainingFailure with {@code BAD_INPUT} where the text is not an object of known options
   *     with values that can be
   */
  static RecordedOptions parse(String json, Recording recording) {
    OptionFields fields = new OptionFields(json, recording);
    RecordedOptions options =
        new RecordedOptions(
            fields.positive("learning_rate", 1e-4),
            fields.fraction("adam_beta1", 0.9),
            fields.fraction("adam_beta2", 0.999),
            fields.notNegative("adam_weight_decay", 1e-4),
            fields.positive("adam_epsilon", 1e-8),
            fields.positive("max_grad_norm", 1),
            fields.has("rank") ? OptionalInt.of(fields.count("rank", 4, 1)) : OptionalInt.empty(),
            fields.has("snr_gamma")
                ? OptionalDouble.of(fields.positive("snr_gamma", 5))
                : OptionalDouble.empty(),
            fields.choice(
                "prediction_type",
                "epsilon or v_prediction",
                name ->
                    Stream.of(PredictionType.values())
                        .filter(type -> type.configName().equals(name))),
            priorLossWeight(fields),
            fields.count("gradient_accumulation_steps", 1, 1),
            fields
                .choice(
                    "lr_scheduler",
                    "a schedule of diffusers' script",
                    name -> ScheduleKind.ofOption(name).stream())
                .orElse(ScheduleKind.CONSTANT),
            fields.count("lr_warmup_steps", 500, 0),
            fields.has("max_train_steps")
                ? OptionalLong.of(fields.count("max_train_steps", 1, 1))
                : OptionalLong.empty(),
            fields.count("lr_num_cycles", 1, 1),
            fields.positive("lr_power", 1),
            fields
                .choice(
                    "mixed_precision",
                    "no, fp16 or bf16",
                    name ->
                        Stream.of(MixedPrecision.values())
                            .filter(each -> each.optionValue().equals(name)))
                .orElse(MixedPrecision.NO),
            fields.flag("use_dora").orElse(false));
    fields.requireNothingLeft(WITHOUT_EFFECT, ONLY);
    return options;
  }

  // The weight alone asks for class rows; the script's flag may say so too, or that there are none.
  private static OptionalDouble priorLossWeight(OptionFields fields) {
    boolean classRows =
        fields.flag("with_prior_preservation").orElse(fields.has("prior_loss_weight"));
    double weight = fields.notNegative("prior_loss_weight", 1);
    return classRows ? OptionalDouble.of(weight) : OptionalDouble.empty();
  }
}
