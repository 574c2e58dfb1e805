package io.baton.sdxl.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.noise.PredictionType;
import io.baton.sdxl.schedule.ScheduleKind;
import io.baton.sdxl.training.MixedPrecision;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
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

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * Reads them from JSON.
   *
   * @throws TrainingFailure with {@code BAD_INPUT} where the text is not an object of known options
   *     with values that can be
   */
  static RecordedOptions parse(String json, Recording recording) {
    return new Reader(object(json, recording), recording).read();
  }

  private static JsonNode object(String json, Recording recording) {
    try {
      JsonNode node = JSON.readTree(json);
      if (node != null && node.isObject()) {
        return node;
      }
    } catch (JsonProcessingException e) {
      // Told below, as for any other text that is not an object.
    }
    throw recording.invalid("has metadata 'options' that are not a JSON object");
  }

  /** One object's fields, each taken out once; what is left is not known. */
  private static final class Reader {

    private final Map<String, JsonNode> fields = new TreeMap<>();
    private final Recording recording;

    Reader(JsonNode node, Recording recording) {
      this.recording = recording;
      for (Map.Entry<String, JsonNode> field : node.properties()) {
        if (!field.getValue().isNull()) {
          fields.put(field.getKey(), field.getValue());
        }
      }
    }

    RecordedOptions read() {
      RecordedOptions options =
          new RecordedOptions(
              number("learning_rate", 1e-4, value -> value >= 0, "0 or a positive number"),
              number("adam_beta1", 0.9, Reader::fraction, "at least 0 and less than 1"),
              number("adam_beta2", 0.999, Reader::fraction, "at least 0 and less than 1"),
              number("adam_weight_decay", 1e-4, value -> value >= 0, "0 or a positive number"),
              positive("adam_epsilon", 1e-8),
              positive("max_grad_norm", 1),
              has("rank") ? OptionalInt.of((int) count("rank", 1, 1)) : OptionalInt.empty(),
              optionalPositive("snr_gamma"),
              predictionType(),
              priorLossWeight(),
              (int) count("gradient_accumulation_steps", 1, 1),
              schedule(),
              count("lr_warmup_steps", 500, 0),
              has("max_train_steps")
                  ? OptionalLong.of(count("max_train_steps", 1, 1))
                  : OptionalLong.empty(),
              (int) count("lr_num_cycles", 1, 1),
              positive("lr_power", 1),
              mixedPrecision(),
              flag("use_dora"));
      requireNothingLeft();
      return options;
    }

    private boolean has(String name) {
      return fields.containsKey(name);
    }

    private static boolean fraction(double value) {
      return value >= 0 && value < 1;
    }

    private double number(String name, double absent, Predicate<Double> valid, String wanted) {
      JsonNode node = fields.remove(name);
      if (node == null) {
        return absent;
      }
      if (!node.isNumber()
          || !Double.isFinite(node.doubleValue())
          || !valid.test(node.doubleValue())) {
        throw wrong(name, wanted, node);
      }
      return node.doubleValue();
    }

    private double positive(String name, double absent) {
      return number(name, absent, value -> value > 0, "a positive number");
    }

    private OptionalDouble optionalPositive(String name) {
      return has(name) ? OptionalDouble.of(positive(name, 1)) : OptionalDouble.empty();
    }

    private long count(String name, long absent, long least) {
      String wanted = "a whole number of %d or more".formatted(least);
      double value =
          number(
              name,
              (double) absent,
              found -> found >= least && found <= Integer.MAX_VALUE && found == Math.rint(found),
              wanted);
      return (long) value;
    }

    private boolean flag(String name) {
      JsonNode node = fields.remove(name);
      if (node != null && !node.isBoolean()) {
        throw wrong(name, "true or false", node);
      }
      return node != null && node.booleanValue();
    }

    private OptionalDouble priorLossWeight() {
      boolean switchedOff = has("with_prior_preservation") && !flag("with_prior_preservation");
      OptionalDouble weight =
          has("prior_loss_weight")
              ? OptionalDouble.of(
                  number("prior_loss_weight", 1, value -> value >= 0, "0 or a positive number"))
              : OptionalDouble.empty();
      return switchedOff ? OptionalDouble.empty() : weight;
    }

    private Optional<PredictionType> predictionType() {
      return choice(
          "prediction_type",
          "epsilon or v_prediction",
          name ->
              Stream.of(PredictionType.values()).filter(type -> type.configName().equals(name)));
    }

    private ScheduleKind schedule() {
      return choice(
              "lr_scheduler",
              "a schedule of diffusers' script",
              name -> ScheduleKind.ofOption(name).stream())
          .orElse(ScheduleKind.CONSTANT);
    }

    private MixedPrecision mixedPrecision() {
      return choice(
              "mixed_precision",
              "no, fp16 or bf16",
              name ->
                  Stream.of(MixedPrecision.values())
                      .filter(each -> each.optionValue().equals(name)))
          .orElse(MixedPrecision.NO);
    }

    private <T> Optional<T> choice(String name, String wanted, Function<String, Stream<T>> of) {
      JsonNode node = fields.remove(name);
      if (node == null) {
        return Optional.empty();
      }
      Optional<T> found =
          node.isTextual() ? of.apply(node.textValue()).findFirst() : Optional.empty();
      if (found.isEmpty()) {
        throw wrong(name, wanted, node);
      }
      return found;
    }

    private void requireNothingLeft() {
      for (Map.Entry<String, JsonNode> field : fields.entrySet()) {
        String name = field.getKey();
        if (ONLY.containsKey(name) && !ONLY.get(name).contains(field.getValue().asText())) {
          throw wrong(name, String.join(" or ", ONLY.get(name)), field.getValue());
        }
        if (!ONLY.containsKey(name) && !WITHOUT_EFFECT.contains(name)) {
          throw recording.invalid("was made with option '%s', which is not known".formatted(name));
        }
      }
    }

    private TrainingFailure wrong(String name, String wanted, JsonNode found) {
      return recording.invalid(
          "was made with option %s = %s, which must be %s".formatted(name, found, wanted));
    }
  }
}
