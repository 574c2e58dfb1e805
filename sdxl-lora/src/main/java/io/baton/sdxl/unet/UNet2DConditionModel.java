package io.baton.sdxl.unet;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.baton.sdxl.block.BlockRunner;
import io.baton.sdxl.block.Checkpointing;
import io.baton.sdxl.block.DirectExecution;
import io.baton.sdxl.block.Execution;
import io.baton.sdxl.lora.LinearProjection;
import io.baton.sdxl.lora.LoraAdapters;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.model.Placement;
import io.baton.sdxl.model.WeightLoader;
import io.baton.sdxl.torch.GradMode;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * SDXL's UNet: predicts the noise in latents (or the velocity, if trained so). Its weights are
 * frozen; adapters can be attached to its attention projections and trained.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class UNet2DConditionModel implements AutoCloseable {

  private static final String COMPONENT = "unet";
  private static final String STEM = "diffusion_pytorch_model";

  private final UNetConfig config;
  private final NDManager manager;
  private final UNetStages stages;
  private BlockRunner runner;

  private UNet2DConditionModel(UNetConfig config, NDManager manager, UNetStages stages) {
    this.config = config;
    this.manager = manager;
    this.stages = stages;
    this.runner = BlockRunner.compile(manager, stages.blocks());
  }

  /**
   * Loads the UNet of a model.
   *
   * @param parent a manager on the placement's device; closing it closes the UNet's weights
   * @throws io.baton.sdxl.failure.TrainingFailure with {@code NO_INPUT} when a file is missing,
   *     with {@code BAD_INPUT} when one is malformed or asks for what is not SDXL's architecture
   */
  public static UNet2DConditionModel load(
      ModelDirectory directory, NDManager parent, Placement placement) {
    UNetConfig config = UNetConfig.from(directory.config(COMPONENT));
    NDManager manager = parent.newSubManager(placement.device());
    try (GradMode off = GradMode.disabled();
        WeightLoader weights =
            WeightLoader.of(directory.weights(COMPONENT, STEM), manager, placement.type())) {
      UNetStages stages = UNetStages.load(config, weights, placement.type().scalarType());
      weights.requireAllRead();
      return new UNet2DConditionModel(config, manager, stages);
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  public UNetConfig config() {
    return config;
  }

  /** The projections that adapters can be attached to: down blocks, middle block, up blocks. */
  public List<LinearProjection> attentionProjections() {
    return stages
        .transformerBlocks()
        .flatMap(block -> block.projections().projections().stream())
        .toList();
  }

  /**
   * Adds {@code adapters} to the projections that they are named after, in place of any attached
   * before. They stay the caller's and must outlive their use here.
   */
  public void attach(LoraAdapters adapters) {
    stages.transformerBlocks().forEach(block -> block.projections().attach(adapters));
    recompile();
  }

  /** Takes the adapters off. */
  public void detach() {
    stages.transformerBlocks().forEach(block -> block.projections().detach());
    recompile();
  }

  private void recompile() {
    runner.close();
    runner = BlockRunner.compile(manager, stages.blocks());
  }

  /**
   * Predicts, and keeps what the gradients of the adapters need.
   *
   * @param scope a manager that owns what is computed, if the pass is not closed before
   */
  public UNetPass forward(NDManager scope, UNetInput input, Checkpointing checkpointing) {
    Execution execution = checkpointing.execution(runner, scope);
    return new UNetPass(execution, run(execution, input));
  }

  /** Predicts without gradients: [B, channels, height, width], 32-bit, owned by {@code scope}. */
  public NDArray predict(NDManager scope, UNetInput input) {
    try (Execution execution = new DirectExecution(runner, scope, false)) {
      NDArray prediction = run(execution, input);
      prediction.attach(scope);
      return prediction;
    }
  }

  private NDArray run(Execution execution, UNetInput input) {
    input.requireFits(config);
    NDArray time =
        execution.run(
            stages.timeEmbedding(), input.timesteps(), input.textEmbeds(), input.timeIds());
    NDArray text = execution.run(stages.cast(), input.encoderHiddenStates());
    NDArray x = execution.run(stages.convIn(), input.latents());
    Deque<NDArray> skipped = new ArrayDeque<>();
    skipped.push(x);
    for (Stage stage : stages.down()) {
      x = down(execution, stage, x, time, text, skipped);
    }
    x = middle(execution, x, time, text);
    for (Stage stage : stages.up()) {
      x = up(execution, stage, x, time, text, skipped);
    }
    NDArray prediction = execution.run(stages.convOut(), x);
    execution.release(x);
    execution.release(text);
    execution.release(time);
    return prediction;
  }

  // Every map that a layer makes is also skipped to an up block, which releases it.
  private static NDArray down(
      Execution execution,
      Stage stage,
      NDArray x,
      NDArray time,
      NDArray text,
      Deque<NDArray> skipped) {
    NDArray current = x;
    for (Stage.Layer layer : stage.layers()) {
      current = layer(execution, layer, execution.run(layer.resnet(), current, time), text);
      skipped.push(current);
    }
    if (stage.resampler().isPresent()) {
      current = execution.run(stage.resampler().get(), current);
      skipped.push(current);
    }
    return current;
  }

  private NDArray middle(Execution execution, NDArray x, NDArray time, NDArray text) {
    NDArray current = x;
    for (Stage.Layer layer : stages.middle().layers()) {
      NDArray next = layer(execution, layer, execution.run(layer.resnet(), current, time), text);
      if (current != x) {
        execution.release(current);
      }
      current = next;
    }
    return current;
  }

  private static NDArray up(
      Execution execution,
      Stage stage,
      NDArray x,
      NDArray time,
      NDArray text,
      Deque<NDArray> skipped) {
    NDArray current = x;
    for (Stage.Layer layer : stage.layers()) {
      NDArray skip = skipped.pop();
      NDArray next = execution.run(layer.resnet(), current, skip, time);
      execution.release(current);
      execution.release(skip);
      current = layer(execution, layer, next, text);
    }
    if (stage.resampler().isPresent()) {
      NDArray next = execution.run(stage.resampler().get(), current, skipped.element());
      execution.release(current);
      current = next;
    }
    return current;
  }

  private static NDArray layer(Execution execution, Stage.Layer layer, NDArray x, NDArray text) {
    return layer.transformer().isPresent() ? layer.transformer().get().run(execution, x, text) : x;
  }

  @Override
  public void close() {
    runner.close();
    manager.close();
  }
}
