package io.baton.sdxl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.baton.sdxl.block.Checkpointing;
import io.baton.sdxl.lora.LoraConfig;
import io.baton.sdxl.lorafile.LoraComponent;
import io.baton.sdxl.lorafile.LoraTensor;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.model.Placement;
import io.baton.sdxl.noise.NoiseSchedule;
import io.baton.sdxl.noise.PredictionType;
import io.baton.sdxl.optimizer.LossScale;
import io.baton.sdxl.training.options.OptimizerOptions;
import io.baton.sdxl.unet.UNet2DConditionModel;
import io.baton.sdxl.unet.UNetInput;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A UNet's LoRA that learns from tensors that the caller gives, not from images, captions and a
 * seed. The steps themselves are those of a run.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class TensorTraining implements AutoCloseable {

  /**
   * What is to be learned, and how.
   *
   * @param predictionType in place of the one that the model's scheduler says
   * @param priorLossWeight of the second half of the rows, which are class rows where given
   */
  public record Settings(
      LoraConfig lora,
      OptimizerOptions optimizer,
      Optional<PredictionType> predictionType,
      OptionalDouble snrGamma,
      OptionalDouble priorLossWeight) {}

  /**
   * One micro-batch of B rows.
   *
   * @param latents [B, C, h, w], clean and scaled
   * @param noise of the same shape
   * @param timesteps one a row, from 0 to {@link TensorTraining#trainingTimesteps()}, exclusive
   * @param encoderHiddenStates [B, tokens, features of both text encoders]
   * @param textEmbeds [B, features of the second encoder's projection]
   * @param timeIds [B, 6]
   */
  @SuppressWarnings("ArrayRecordComponent") // handed on once, never compared
  public record Batch(
      NDArray latents,
      NDArray noise,
      int[] timesteps,
      NDArray encoderHiddenStates,
      NDArray textEmbeds,
      NDArray timeIds) {}

  private final NDManager manager;
  private final UNet2DConditionModel unet;
  private final NoiseSchedule schedule;
  private final AdaptedModel adapted;
  private final TensorFloats values;
  private final GivenText text;
  private final Learner learner;

  /**
   * Loads the UNet and adds a LoRA, all zeros but for DoRA's magnitudes.
   *
   * @param parent a manager on the placement's device
   * @throws io.baton.sdxl.failure.TrainingFailure when the model cannot be loaded
   */
  public TensorTraining(
      ModelDirectory model, NDManager parent, Placement placement, Settings settings) {
    manager = parent.newSubManager(placement.device());
    NoiseSchedule own = NoiseSchedule.load(model);
    schedule = settings.predictionType().map(own::withPredictionType).orElse(own);
    unet = UNet2DConditionModel.load(model, manager, placement);
    adapted =
        AdaptedModel.create(
            LoraComponent.UNET, manager, settings.lora(), unet.attentionProjections());
    unet.attach(adapted.adapters());
    values = new TensorFloats(adapted.adapters().parameters());
    AdaptedModels models =
        new AdaptedModels(
            List.of(adapted),
            adapted.groups(settings.optimizer().weightDecay(), 1, OptionalDouble.empty()));
    text = new GivenText();
    learner =
        new Learner(
            unet,
            models,
            text,
            new DenoisingLoss(schedule.objective(settings.snrGamma()), settings.priorLossWeight()),
            settings
                .optimizer()
                .choice()
                .create(manager, models.groups().stream().map(TrainedGroup::parameters).toList()),
            LossScale.none(),
            settings.optimizer().maxGradNorm(),
            Checkpointing.NONE);
  }

  public int trainingTimesteps() {
    return schedule.trainingTimesteps();
  }

  /** The LoRA's tensors, by the keys under which diffusers saves them. */
  public List<LoraTensor> tensors() {
    return adapted.layout().tensors();
  }

  /** A copy of a tensor's values, row-major. */
  public float[] read(LoraTensor tensor) {
    return values.read(tensor.offset(), tensor.length());
  }

  /** Replaces a tensor's values, row-major. */
  public void write(LoraTensor tensor, float[] floats) {
    values.write(tensor.offset(), floats);
  }

  /**
   * Holds a batch to the shapes that this UNet takes.
   *
   * @throws IllegalArgumentException that says which of them does not fit
   */
  public void requireFits(NDManager scope, Batch batch) {
    if (!batch.noise().getShape().equals(batch.latents().getShape())) {
      throw new IllegalArgumentException(
          "noise of shape %s does not fit latents of shape %s"
              .formatted(batch.noise().getShape(), batch.latents().getShape()));
    }
    new UNetInput(
            batch.latents(),
            scope.create(new float[batch.timesteps().length]),
            batch.encoderHiddenStates(),
            batch.textEmbeds(),
            batch.timeIds())
        .requireFits(unet.config());
  }

  /**
   * Adds the gradients of one micro-batch, divided by {@code accumulation}.
   *
   * @param scope owns what is computed on the way
   * @return the loss, not divided
   */
  public float accumulate(NDManager scope, Batch batch, int accumulation) {
    text.given = new TextConditioning.Encoded(batch.encoderHiddenStates(), batch.textEmbeds());
    MicroBatch microBatch =
        new MicroBatch(
            batch.latents(),
            batch.noise(),
            batch.timesteps(),
            Collections.nCopies(batch.timesteps().length, ""),
            batch.timeIds());
    return learner.accumulate(scope, microBatch, accumulation);
  }

  /**
   * Clips what has added up, takes optimizer step number {@code step} (from 1) and starts to add up
   * anew.
   *
   * @return the gradients' L2 norm before clipping
   */
  public double step(NDManager scope, double learningRate, long step) {
    return learner.step(scope, learningRate, step);
  }

  @Override
  public void close() {
    unet.close();
    manager.close();
  }

  /** Text that comes encoded, a batch at a time. */
  private static final class GivenText implements TextConditioning {

    private Encoded given;

    @Override
    public Encoded encode(NDManager scope, List<String> captions) {
      return given;
    }

    @Override
    public void close() {
      // The tensors are the batch's owner's.
    }
  }
}
