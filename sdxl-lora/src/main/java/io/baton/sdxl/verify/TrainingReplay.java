package io.baton.sdxl.verify;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.baton.sdxl.lora.LoraConfig;
import io.baton.sdxl.lorafile.LoraTensor;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.model.Placement;
import io.baton.sdxl.schedule.LearningRateSchedule;
import io.baton.sdxl.training.TensorTraining;
import io.baton.sdxl.training.options.OptimizerChoice;
import io.baton.sdxl.training.options.OptimizerOptions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Repeats the recorded training with the trainer's own steps, from the recorded LoRA.
 *
 * <p>Tensors: {@code train/init/<key>} and {@code train/final/<key>}, the LoRA before and after;
 * {@code train/<s>/…} for micro-steps s = 0, 1, …. An optimizer step follows a micro-step that has
 * a {@code grad_norm}.
 */
final class TrainingReplay {

  private static final String INIT = "init";
  private static final String FINAL = "final";
  private static final String GRAD_NORM = "grad_norm";
  private static final List<String> INPUTS =
      List.of("latents", "noise", "timesteps", "encoder_hidden_states", "text_embeds", "time_ids");

  private final Recording recording;
  private final RecordedOptions options;
  private final ModelDirectory model;
  private final NDManager manager;
  private final Placement placement;

  TrainingReplay(
      Recording recording,
      RecordedOptions options,
      ModelDirectory model,
      NDManager manager,
      Placement placement) {
    this.recording = recording;
    this.options = options;
    this.model = model;
    this.manager = manager;
    this.placement = placement;
  }

  /** The losses, the gradients' norms and the finished LoRA. */
  List<SectionResult> run() {
    int microSteps = microSteps();
    Tolerance tolerance = Tolerance.of(options.mixedPrecision());
    SectionErrors losses = new SectionErrors("train/loss", tolerance.output());
    SectionErrors norms = new SectionErrors("train/grad_norm", tolerance.gradientNorm());
    SectionErrors lora = new SectionErrors("train/final", tolerance.movedLora());
    LearningRateSchedule schedule = schedule(optimizerSteps(microSteps));
    try (TensorTraining training = new TensorTraining(model, manager, placement, settings())) {
      requireSameTensors(training, INIT);
      requireSameTensors(training, FINAL);
      for (LoraTensor tensor : training.tensors()) {
        training.write(tensor, recording.floats(name(INIT, tensor.key())));
      }
      long done = 0;
      for (int s = 0; s < microSteps; s++) {
        try (NDManager scope = manager.newSubManager()) {
          TensorTraining.Batch batch = batch(training, scope, s);
          float loss = training.accumulate(scope, batch, options.accumulation());
          compare(losses, name(s, "loss"), loss);
          if (recording.has(name(s, GRAD_NORM))) {
            double norm = training.step(scope, schedule.rateAfter(done), done + 1);
            compare(norms, name(s, GRAD_NORM), (float) norm);
            done++;
          }
        }
      }
      for (LoraTensor tensor : training.tensors()) {
        String expected = name(FINAL, tensor.key());
        lora.addMoved(
            expected,
            recording.floats(name(INIT, tensor.key())),
            recording.floats(expected),
            training.read(tensor));
      }
    }
    return Stream.of(losses, norms, lora)
        .map(SectionErrors::result)
        .flatMap(Optional::stream)
        .toList();
  }

  private static String name(String part, String tensor) {
    return Section.TRAIN.tensor(part + "/" + tensor);
  }

  private static String name(int microStep, String tensor) {
    return name(String.valueOf(microStep), tensor);
  }

  /** Counts the micro-steps and holds each to what it must have. */
  private int microSteps() {
    Set<Integer> numbers = new TreeSet<>();
    for (String name : recording.under(Section.TRAIN.tensor(""))) {
      String part = name.substring(0, Math.max(0, name.indexOf('/')));
      if (part.matches("\\d{1,9}")) {
        numbers.add(Integer.parseInt(part));
      }
    }
    int withoutStep = 0;
    for (int s = 0; s < numbers.size(); s++) {
      for (String input : INPUTS) {
        recording.require(name(s, input));
      }
      recording.require(name(s, "loss"));
      withoutStep = recording.has(name(s, GRAD_NORM)) ? 0 : withoutStep + 1;
      if (withoutStep == options.accumulation()) {
        throw recording.invalid(
            "has no tensor '%s', though %d micro-steps make an optimizer step"
                .formatted(name(s, GRAD_NORM), options.accumulation()));
      }
    }
    if (numbers.isEmpty()) {
      throw recording.invalid("has no tensor '%s'".formatted(name(0, "latents")));
    }
    return numbers.size();
  }

  private long optimizerSteps(int microSteps) {
    long steps = 0;
    for (int s = 0; s < microSteps; s++) {
      steps += recording.has(name(s, GRAD_NORM)) ? 1 : 0;
    }
    return Math.max(1, steps);
  }

  private LearningRateSchedule schedule(long optimizerSteps) {
    return new LearningRateSchedule(
        options.schedule(),
        options.learningRate(),
        options.warmupSteps(),
        options.maxTrainSteps().orElse(optimizerSteps),
        options.cycles(),
        options.power());
  }

  private TensorTraining.Settings settings() {
    int rank = options.rank().orElseGet(this::recordedRank);
    return new TensorTraining.Settings(
        new LoraConfig(rank, rank, 0, options.dora()),
        new OptimizerOptions(
            new OptimizerChoice.AdamW(options.beta1(), options.beta2(), options.epsilon(), false),
            options.weightDecay(),
            options.maxGradNorm()),
        options.predictionType(),
        options.snrGamma(),
        options.priorLossWeight());
  }

  // A down matrix is [rank, in].
  private int recordedRank() {
    return recording.under(name(INIT, "")).stream()
        .filter(key -> key.endsWith(".down.weight"))
        .findFirst()
        .map(key -> recording.shape(name(INIT, key)))
        .filter(shape -> shape.dimension() == 2 && shape.get(0) > 0)
        .map(shape -> (int) shape.get(0))
        .orElseThrow(() -> recording.invalid("has no down matrices under train/init"));
  }

  private void requireSameTensors(TensorTraining training, String part) {
    Set<String> unknown = new HashSet<>(recording.under(name(part, "")));
    for (LoraTensor tensor : training.tensors()) {
      String name = name(part, tensor.key());
      Shape shape = new Shape(tensor.shape().stream().mapToLong(Long::longValue).toArray());
      if (!recording.shape(name).equals(shape)) {
        throw recording.misfit(
            "%s has shape %s and this model's is %s".formatted(name, recording.shape(name), shape));
      }
      unknown.remove(tensor.key());
    }
    if (!unknown.isEmpty()) {
      throw recording.misfit(
          "its LoRA%s has no tensor %s"
              .formatted(options.dora() ? "" : " without DoRA", new TreeSet<>(unknown).first()));
    }
  }

  private TensorTraining.Batch batch(TensorTraining training, NDManager scope, int s) {
    NDArray latents = recording.tensor(scope, name(s, "latents"));
    TensorTraining.Batch batch =
        new TensorTraining.Batch(
            latents,
            recording.tensor(scope, name(s, "noise")),
            timesteps(s, Math.toIntExact(latents.getShape().get(0)), training.trainingTimesteps()),
            recording.tensor(scope, name(s, "encoder_hidden_states")),
            recording.tensor(scope, name(s, "text_embeds")),
            recording.tensor(scope, name(s, "time_ids")));
    try {
      training.requireFits(scope, batch);
    } catch (IllegalArgumentException e) {
      throw recording.misfit("%s: %s".formatted(name(s, ""), e.getMessage()));
    }
    if (options.priorLossWeight().isPresent() && batch.timesteps().length % 2 != 0) {
      throw recording.invalid(
          "has %d rows in micro-step %d, of which no half can be class rows"
              .formatted(batch.timesteps().length, s));
    }
    return batch;
  }

  private int[] timesteps(int s, int rows, int end) {
    long[] recorded = recording.wholeNumbers(name(s, "timesteps"));
    int[] timesteps = new int[recorded.length];
    for (int row = 0; row < timesteps.length; row++) {
      if (recorded[row] < 0 || recorded[row] >= end) {
        throw recording.misfit(
            "%s holds %d, and training has %d timesteps"
                .formatted(name(s, "timesteps"), recorded[row], end));
      }
      timesteps[row] = (int) recorded[row];
    }
    if (timesteps.length == 1 && rows > 1) {
      int only = timesteps[0];
      timesteps = new int[rows];
      Arrays.fill(timesteps, only);
    }
    return timesteps;
  }

  private void compare(SectionErrors errors, String tensor, float actual) {
    errors.add(tensor, new float[] {recording.scalar(tensor)}, new float[] {actual});
  }
}
