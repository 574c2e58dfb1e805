package io.baton.sdxl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import io.baton.sdxl.block.Checkpointing;
import io.baton.sdxl.clip.ClipTextEncoding;
import io.baton.sdxl.clip.ClipTextModel;
import io.baton.sdxl.clip.ClipTextPass;
import io.baton.sdxl.lora.LoraConfig;
import io.baton.sdxl.lorafile.LoraComponent;
import io.baton.sdxl.model.ComputeType;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.model.Placement;
import io.baton.sdxl.sample.PromptEncoder;
import io.baton.sdxl.sample.TextEmbedding;
import io.baton.sdxl.tokenizer.ClipTokenizer;
import io.baton.sdxl.torch.Autograd;
import io.baton.sdxl.torch.GradMode;
import io.baton.sdxl.torch.TensorCast;
import java.util.Arrays;
import java.util.List;

/**
 * Both text encoders with adapters that learn: what they make of a caption changes from step to
 * step, so captions are encoded for each micro-batch, the distinct ones once. The embedding tables
 * are frozen like all other weights and get no gradients.
 */
final class TrainedTextEncoders implements TextConditioning {

  private final Checkpointing checkpointing;
  private final boolean zerosForNothing;
  private final Encoder first;
  private final Encoder second;

  private TrainedTextEncoders(
      Checkpointing checkpointing, boolean zerosForNothing, Encoder first, Encoder second) {
    this.checkpointing = checkpointing;
    this.zerosForNothing = zerosForNothing;
    this.first = first;
    this.second = second;
  }

  /** Loads both, and adds adapters with their initial values. */
  static TrainedTextEncoders load(
      NDManager manager,
      ModelDirectory model,
      Placement placement,
      LoraConfig config,
      Checkpointing checkpointing,
      long seed) {
    return new TrainedTextEncoders(
        checkpointing,
        model.forcesZerosForEmptyPrompt(),
        Encoder.load(
            LoraComponent.TEXT_ENCODER, "tokenizer", manager, model, placement, config, seed),
        Encoder.load(
            LoraComponent.TEXT_ENCODER_2, "tokenizer_2", manager, model, placement, config, seed));
  }

  /** The first and the second text encoder. */
  List<AdaptedModel> models() {
    return List.of(first.adapted(), second.adapted());
  }

  @Override
  public Encoded encode(NDManager scope, List<String> captions) {
    List<String> distinct = captions.stream().distinct().toList();
    ClipTextPass one = first.forward(scope, distinct, checkpointing);
    ClipTextPass two = second.forward(scope, distinct, checkpointing);
    try (GradMode on = GradMode.enabled()) {
      NDArray both = one.penultimate().concat(two.penultimate(), 2);
      int[] rows = captions.stream().mapToInt(distinct::indexOf).toArray();
      Joint hiddenStates = Joint.of(told(rows(scope, both, rows), captions));
      Joint pooled = Joint.of(told(rows(scope, two.pooled(), rows), captions));
      return new Encoded(
          hiddenStates.leaf(), pooled.leaf(), new Passes(one, two, hiddenStates, pooled));
    }
  }

  // Zeros where nothing is told; no gradients go there.
  private NDArray told(NDArray rows, List<String> captions) {
    if (!zerosForNothing || !captions.contains(NOTHING)) {
      return rows;
    }
    float[] told = new float[captions.size()];
    for (int row = 0; row < told.length; row++) {
      told[row] = captions.get(row).equals(NOTHING) ? 0 : 1;
    }
    long[] shape = new long[rows.getShape().dimension()];
    Arrays.fill(shape, 1);
    shape[0] = told.length;
    return rows.mul(rows.getManager().create(told, new Shape(shape)));
  }

  // Rows in another order, some of them repeated. No index, whose gradients a GPU adds up in any
  // order. A single row stays as it is: DJL would copy it without its graph.
  private static NDArray rows(NDManager scope, NDArray tensor, int[] rows) {
    if (rows.length == 1) {
      return tensor;
    }
    NDArray[] single = new NDArray[Math.toIntExact(tensor.getShape().get(0))];
    for (int i = 0; i < single.length; i++) {
      single[i] = tensor.get(new NDIndex("%d:%d".formatted(i, i + 1)));
    }
    NDList list = new NDList();
    for (int row : rows) {
      list.add(single[row]);
    }
    NDArray stacked = NDArrays.concat(list, 0);
    stacked.attach(scope);
    return stacked;
  }

  /** The encoders as they are when they are asked: without gradients and dropout. */
  PromptEncoder prompts() {
    return (scope, texts) -> {
      try (TensorCast cast = TensorCast.to(scope, ComputeType.FLOAT32.scalarType())) {
        return texts.stream().map(text -> embedding(scope, cast, text)).toList();
      }
    };
  }

  private TextEmbedding embedding(NDManager scope, TensorCast cast, String text) {
    ClipTextEncoding one = first.encode(scope, text);
    ClipTextEncoding two = second.encode(scope, text);
    return new TextEmbedding(
        cast.apply(one.penultimate().concat(two.penultimate(), 2)), cast.apply(two.pooled()));
  }

  @Override
  public void close() {
    first.model().close();
    second.model().close();
  }

  /** A tensor made of the passes' outputs, and the leaf that the UNet takes in its place. */
  private record Joint(NDArray tensor, NDArray leaf) {

    static Joint of(NDArray tensor) {
      return new Joint(tensor, Autograd.leaf(tensor, true));
    }

    void backward() {
      try (NDArray gradient = Autograd.gradient(leaf).orElseThrow()) {
        Autograd.backward(tensor, gradient);
      }
    }
  }

  private record Passes(ClipTextPass first, ClipTextPass second, Joint hiddenStates, Joint pooled)
      implements Continuation {

    @Override
    public void backward() {
      hiddenStates.backward();
      pooled.backward();
      first.backward();
      second.backward();
    }

    @Override
    public void close() {
      first.close();
      second.close();
    }
  }

  /** A text encoder, its tokenizer and its adapters. */
  private record Encoder(ClipTokenizer tokenizer, ClipTextModel model, AdaptedModel adapted) {

    static Encoder load(
        LoraComponent component,
        String tokenizer,
        NDManager manager,
        ModelDirectory directory,
        Placement placement,
        LoraConfig config,
        long seed) {
      ClipTextModel model = ClipTextModel.load(directory, component.folder(), manager, placement);
      AdaptedModel adapted =
          AdaptedModel.create(component, manager, config, model.attentionProjections());
      model.attach(adapted.adapters());
      adapted.initialize(seed);
      return new Encoder(ClipTokenizer.load(directory, tokenizer), model, adapted);
    }

    ClipTextEncoding encode(NDManager scope, String text) {
      return model.encode(scope, new long[][] {tokenizer.encode(text)});
    }

    ClipTextPass forward(NDManager scope, List<String> captions, Checkpointing checkpointing) {
      long[][] ids = captions.stream().map(tokenizer::encode).toArray(long[][]::new);
      return model.forward(scope, ids, checkpointing);
    }
  }
}
