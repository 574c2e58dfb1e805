package io.baton.sdxl.training;

import ai.djl.ndarray.NDManager;
import io.baton.sdxl.block.Checkpointing;
import io.baton.sdxl.cache.TensorCache;
import io.baton.sdxl.checkpoint.TrainingState;
import io.baton.sdxl.lora.LoraConfig;
import io.baton.sdxl.lorafile.LoraComponent;
import io.baton.sdxl.model.ComputeType;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.model.Placement;
import io.baton.sdxl.noise.DenoisingObjective;
import io.baton.sdxl.optimizer.LossScale;
import io.baton.sdxl.optimizer.Optimizer;
import io.baton.sdxl.sample.Guidance;
import io.baton.sdxl.sample.PromptEncoder;
import io.baton.sdxl.sample.TextEncoders;
import io.baton.sdxl.torch.TorchRuntime;
import io.baton.sdxl.training.options.PriorOptions;
import io.baton.sdxl.training.options.TrainingOptions;
import io.baton.sdxl.unet.UNet2DConditionModel;
import io.baton.sdxl.vae.LatentScale;
import io.baton.sdxl.vae.VaeConfig;
import io.baton.sdxl.vae.VaeEncoder;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** All that is in memory while a run trains. */
final class LoadedRun implements AutoCloseable {

  private static final long LATENT_CACHE_BYTES = 256L << 20;

  private final NDManager manager;
  private final TextConditioning conditioning;
  private final UNet2DConditionModel unet;
  private final AdaptedModels models;
  private final Learner learner;
  private final MicroBatchSource batches;
  private final TrainingState state;
  private final Optional<Validation> validation;
  private final long seed;

  private LoadedRun(
      NDManager manager,
      TextConditioning conditioning,
      UNet2DConditionModel unet,
      AdaptedModels models,
      Learner learner,
      MicroBatchSource batches,
      TrainingState state,
      Optional<Validation> validation,
      long seed) {
    this.manager = manager;
    this.conditioning = conditioning;
    this.models = models;
    this.seed = seed;
    this.unet = unet;
    this.learner = learner;
    this.batches = batches;
    this.state = state;
    this.validation = validation;
  }

  /**
   * Encodes the captions, then loads the UNet and adds a LoRA with its initial values.
   *
   * @param cache that keeps what the encoders make
   */
  static LoadedRun load(
      TorchRuntime torch,
      ModelDirectory model,
      TrainingOptions options,
      TrainingData data,
      Optional<TensorCache> cache,
      long seed) {
    NDManager manager = torch.newManager(torch.device(options.compute().device()));
    try {
      Optional<EncoderCaches> caches = cache.map(disk -> new EncoderCaches(disk, model, torch));
      return load(manager, model, options, data, caches, seed);
    } catch (RuntimeException | Error e) {
      manager.close();
      throw e;
    }
  }

  private static LoadedRun load(
      NDManager manager,
      ModelDirectory model,
      TrainingOptions options,
      TrainingData data,
      Optional<EncoderCaches> caches,
      long seed) {
    Placement placement =
        new Placement(manager.getDevice(), options.compute().mixedPrecision().computeType());
    DenoisingObjective objective = options.loss().objective(model);
    LoraConfig lora = options.adapters().lora();
    Checkpointing checkpointing =
        options.compute().gradientCheckpointing() ? Checkpointing.BLOCKS : Checkpointing.NONE;
    Optional<TrainedTextEncoders> trained =
        options.textEncoders().trained()
            ? Optional.of(
                TrainedTextEncoders.load(manager, model, placement, lora, checkpointing, seed))
            : Optional.empty();
    PromptEncoder prompts =
        trained
            .map(TrainedTextEncoders::prompts)
            .orElseGet(() -> frozenPrompts(model, placement, caches));
    TextConditioning conditioning =
        trained
            .<TextConditioning>map(encoders -> encoders)
            .orElseGet(
                () ->
                    CaptionEmbeddings.encode(
                        manager,
                        prompts,
                        data.set().captions(),
                        model.forcesZerosForEmptyPrompt()));
    UNet2DConditionModel unet = UNet2DConditionModel.load(model, manager, placement);

    AdaptedModel adapted =
        AdaptedModel.create(LoraComponent.UNET, manager, lora, unet.attentionProjections());
    unet.attach(adapted.adapters());
    adapted.initialize(seed);
    AdaptedModels models =
        AdaptedModels.of(
            options, adapted, trained.map(TrainedTextEncoders::models).orElse(List.of()));
    Optimizer optimizer =
        options
            .optimizer()
            .choice()
            .create(manager, models.groups().stream().map(TrainedGroup::parameters).toList());

    LossScale lossScale = options.compute().mixedPrecision().lossScale();
    Learner learner =
        new Learner(
            unet,
            models,
            conditioning,
            new DenoisingLoss(objective, priorLossWeight(options)),
            optimizer,
            lossScale,
            options.optimizer().maxGradNorm(),
            checkpointing);
    MicroBatchSource batches =
        new MicroBatchSource(
            data,
            latents(manager, model, options, data, caches),
            new LatentScale(VaeConfig.load(model)),
            objective.levels(),
            seed,
            new TrainingNoise(seed, options.loss().noiseOffset()));
    TrainingState state = StateLayout.state(models.states(), optimizer, lossScale);
    return new LoadedRun(
        manager,
        conditioning,
        unet,
        models,
        learner,
        batches,
        state,
        validation(
            manager,
            model,
            options,
            unet,
            trained.isPresent(),
            prompts,
            options.validation().seed().orElse(seed)),
        seed);
  }

  private static PromptEncoder frozenPrompts(
      ModelDirectory model, Placement placement, Optional<EncoderCaches> caches) {
    TextEncoders encoders = new TextEncoders(model, placement, Optional.empty());
    return caches
        .<PromptEncoder>map(disk -> new CachedPrompts(disk.texts(placement), encoders))
        .orElse(encoders);
  }

  private static Optional<Validation> validation(
      NDManager manager,
      ModelDirectory model,
      TrainingOptions options,
      UNet2DConditionModel unet,
      boolean promptsChange,
      PromptEncoder prompts,
      long seed) {
    return options
        .sampled(model)
        .map(
            sampled -> {
              if (promptsChange) {
                return new Validation(
                    model,
                    unet,
                    sampled,
                    scope -> Guidance.encode(scope, model, sampled, prompts),
                    seed);
              }
              Guidance guidance = Guidance.encode(manager, model, sampled, prompts);
              return new Validation(model, unet, sampled, scope -> guidance, seed);
            });
  }

  private static LatentSource latents(
      NDManager manager,
      ModelDirectory model,
      TrainingOptions options,
      TrainingData data,
      Optional<EncoderCaches> caches) {
    // The VAE overflows in half precision, so it is 32-bit always.
    Placement placement = new Placement(manager.getDevice(), ComputeType.FLOAT32);
    return new LatentSource(
        data,
        new LatentCache(manager, LATENT_CACHE_BYTES),
        caches.map(disk -> disk.latents(manager.getDevice(), options.images().framing())),
        () -> VaeEncoder.load(model, manager, placement));
  }

  private static OptionalDouble priorLossWeight(TrainingOptions options) {
    return options.prior().stream().mapToDouble(PriorOptions::lossWeight).findFirst();
  }

  /** A manager for what one micro-step makes; closing it frees all of that. */
  NDManager newScope() {
    return manager.newSubManager();
  }

  /** How many tensors are alive: weights, adapters, moments and caches. */
  int liveTensors() {
    return manager.getManagedArrays().size();
  }

  /** Draws what is random in the adapters in a micro-step. */
  void drawDropout(long microStep) {
    models.drawDropout(seed, microStep);
  }

  Learner learner() {
    return learner;
  }

  MicroBatchSource batches() {
    return batches;
  }

  TrainingState state() {
    return state;
  }

  /** What draws images while it trains, if anything does. */
  Optional<Validation> validation() {
    return validation;
  }

  @Override
  public void close() {
    conditioning.close();
    batches.close();
    unet.close();
    manager.close();
  }
}
