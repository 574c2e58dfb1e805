package io.baton.sdxl.clip;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.baton.sdxl.block.Block;
import io.baton.sdxl.block.BlockRunner;
import io.baton.sdxl.block.BlockWeights;
import io.baton.sdxl.block.Checkpointing;
import io.baton.sdxl.block.DirectExecution;
import io.baton.sdxl.block.Execution;
import io.baton.sdxl.block.FrozenBlock;
import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.lora.LinearProjection;
import io.baton.sdxl.lora.LoraAdapters;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.model.Placement;
import io.baton.sdxl.model.WeightLoader;
import io.baton.sdxl.torch.GradMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A CLIP text encoder. Its weights are frozen; adapters can be attached to its attention
 * projections.
 *
 * <p>Not safe for use by several threads at once.
 */
public final class ClipTextModel implements AutoCloseable {

  private static final String STEM = "model";
  private static final String PREFIX = "text_model.";

  private final ClipTextConfig config;
  private final NDManager manager;
  private final Block embedding;
  private final List<ClipEncoderLayer> layers = new ArrayList<>();
  private final Block pooling;
  private BlockRunner runner;

  private ClipTextModel(
      ClipTextConfig config, NDManager manager, WeightLoader weights, int scalarType) {
    this.config = config;
    this.manager = manager;
    // transformers 5.6 and later write the names without the prefix.
    WeightLoader own =
        weights.has(PREFIX + "final_layer_norm.weight") ? weights.under(PREFIX) : weights;
    embedding = embedding(own);
    for (int i = 0; i < config.layers(); i++) {
      String layer = "encoder.layers.%d.".formatted(i);
      layers.add(new ClipEncoderLayer(own.under(layer), PREFIX + layer, config, scalarType));
    }
    pooling = pooling(own, weights);
    runner = BlockRunner.compile(manager, blocks());
  }

  /**
   * Loads a text encoder of a model.
   *
   * @param component {@code text_encoder} or {@code text_encoder_2}
   * @param parent a manager on the placement's device; closing it closes the weights
   * @throws TrainingFailure with {@code NO_INPUT} when a file is missing, with {@code BAD_INPUT}
   *     when one is malformed or asks for another architecture
   */
  public static ClipTextModel load(
      ModelDirectory directory, String component, NDManager parent, Placement placement) {
    ClipTextConfig config = ClipTextConfig.from(directory.config(component));
    NDManager manager = parent.newSubManager(placement.device());
    try (GradMode off = GradMode.disabled();
        WeightLoader weights =
            WeightLoader.of(directory.weights(component, STEM), manager, placement.type())) {
      ClipTextModel model =
          new ClipTextModel(config, manager, weights, placement.type().scalarType());
      weights.requireAllRead(PREFIX + "embeddings.position_ids", "embeddings.position_ids");
      return model;
    } catch (RuntimeException e) {
      manager.close();
      throw e;
    }
  }

  private FrozenBlock embedding(WeightLoader weights) {
    BlockWeights tensors = new BlockWeights(weights);
    tensors.tensor("embeddings.token_embedding.weight", config.vocabulary(), config.hidden());
    tensors.tensor("embeddings.position_embedding.weight", config.positions(), config.hidden());
    return new FrozenBlock(
        "clip_embedding",
        "ids: Tensor",
        """
        positions = torch.slice(w[1], 0, 0, torch.size(ids, 1))
        return torch.add(torch.embedding(w[0], ids), positions)
        """,
        tensors.list());
  }

  private FrozenBlock pooling(WeightLoader weights, WeightLoader root) {
    List<NDArray> tensors =
        new ArrayList<>(new BlockWeights(weights).norm("final_layer_norm", config.hidden()).list());
    String body =
        """
        x = torch.layer_norm(x, [%d], w[0], w[1], %s)
        x = torch.index(x, [torch.arange(torch.size(ends, 0), device=ops.prim.device(ends)), ends])
        """
            .formatted(config.hidden(), config.normEpsilon());
    if (config.projection().isPresent()) {
      tensors.add(
          root.load("text_projection.weight", config.projection().getAsInt(), config.hidden()));
      body += "x = torch.linear(x, w[2])\n";
    }
    return new FrozenBlock("clip_pooling", "x: Tensor, ends: Tensor", body + "return x", tensors);
  }

  private List<Block> blocks() {
    return Stream.concat(Stream.of(embedding, pooling), layers.stream()).toList();
  }

  /** Features of the hidden states. */
  public int hiddenSize() {
    return config.hidden();
  }

  /** The projections that adapters can be attached to, layer by layer. */
  public List<LinearProjection> attentionProjections() {
    return layers.stream().flatMap(layer -> layer.projections().projections().stream()).toList();
  }

  /**
   * Adds {@code adapters} to the projections that they are named after, in place of any attached
   * before. They stay the caller's and must outlive their use here.
   */
  public void attach(LoraAdapters adapters) {
    layers.forEach(layer -> layer.projections().attach(adapters));
    recompile();
  }

  /** Takes the adapters off. */
  public void detach() {
    layers.forEach(layer -> layer.projections().detach());
    recompile();
  }

  private void recompile() {
    runner.close();
    runner = BlockRunner.compile(manager, blocks());
  }

  /**
   * Encodes texts, and keeps what the gradients of the adapters need.
   *
   * @param scope a manager that owns what is computed, if the pass is not closed before
   * @param ids [B][tokens], every text of the same length
   * @throws TrainingFailure with {@code BAD_INPUT} when a token is none of this encoder's
   */
  public ClipTextPass forward(NDManager scope, long[][] ids, Checkpointing checkpointing) {
    Execution execution = checkpointing.execution(runner, scope);
    NDArray penultimate = penultimate(execution, scope, ids);
    return new ClipTextPass(
        execution, penultimate, () -> pooled(execution, scope, penultimate, ids));
  }

  /**
   * Encodes texts without gradients.
   *
   * @param scope owns the result
   * @param ids [B][tokens], every text of the same length
   * @throws TrainingFailure with {@code BAD_INPUT} when a token is none of this encoder's
   */
  public ClipTextEncoding encode(NDManager scope, long[][] ids) {
    try (Execution execution = new DirectExecution(runner, scope, false)) {
      NDArray penultimate = penultimate(execution, scope, ids);
      NDArray pooled = pooled(execution, scope, penultimate, ids);
      penultimate.attach(scope);
      pooled.attach(scope);
      return new ClipTextEncoding(penultimate, pooled);
    }
  }

  private NDArray penultimate(Execution execution, NDManager scope, long[][] ids) {
    requireFits(ids);
    long[] flat = Arrays.stream(ids).flatMapToLong(LongStream::of).toArray();
    NDArray tokens = scope.create(flat, new Shape(ids.length, ids[0].length));
    NDArray x = execution.run(embedding, tokens);
    tokens.close();
    for (ClipEncoderLayer layer : layers.subList(0, layers.size() - 1)) {
      NDArray next = execution.run(layer, x);
      execution.release(x);
      x = next;
    }
    return x;
  }

  private NDArray pooled(Execution execution, NDManager scope, NDArray penultimate, long[][] ids) {
    long[] ends = Arrays.stream(ids).mapToLong(this::end).toArray();
    NDArray last = execution.run(layers.get(layers.size() - 1), penultimate);
    NDArray pooled = execution.run(pooling, last, scope.create(ends));
    execution.release(last);
    return pooled;
  }

  private void requireFits(long[][] ids) {
    for (long[] text : ids) {
      if (text.length == 0 || text.length != ids[0].length || text.length > config.positions()) {
        throw new IllegalArgumentException(
            "texts must have the same length, 1 to %d tokens".formatted(config.positions()));
      }
      for (long token : text) {
        if (token < 0 || token >= config.vocabulary()) {
          throw new TrainingFailure(
              FailureCode.BAD_INPUT,
              "Token %d is not one of the %d that the text encoder knows; take tokenizer and text encoder from one model."
                  .formatted(token, config.vocabulary()));
        }
      }
    }
  }

  private int end(long[] text) {
    int largest = 0;
    for (int i = 0; i < text.length; i++) {
      if (config.endToken() != ClipTextConfig.LARGEST && text[i] == config.endToken()) {
        return i;
      }
      if (text[i] > text[largest]) {
        largest = i;
      }
    }
    return config.endToken() == ClipTextConfig.LARGEST ? largest : 0;
  }

  @Override
  public void close() {
    runner.close();
    manager.close();
  }
}
