package io.baton.sdxl.sample;

import ai.djl.ndarray.NDManager;
import io.baton.sdxl.clip.ClipTextEncoding;
import io.baton.sdxl.clip.ClipTextModel;
import io.baton.sdxl.failure.TrainingFailure;
import io.baton.sdxl.lorafile.LoraComponent;
import io.baton.sdxl.model.ComputeType;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.model.Placement;
import io.baton.sdxl.tokenizer.ClipTokenizer;
import io.baton.sdxl.torch.GradMode;
import io.baton.sdxl.torch.TensorCast;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A model's two text encoders, of which one at a time is in memory. */
public final class TextEncoders implements PromptEncoder {

  private final ModelDirectory model;
  private final Placement placement;
  private final Optional<LoraInUse> lora;

  /**
   * @param lora that adapts the encoders, if any does
   */
  public TextEncoders(ModelDirectory model, Placement placement, Optional<LoraInUse> lora) {
    this.model = model;
    this.placement = placement;
    this.lora = lora;
  }

  /**
   * Encodes texts, each alone, so that its bits do not depend on the others.
   *
   * @throws TrainingFailure with {@code NO_INPUT} or {@code BAD_INPUT} when the model is not whole
   */
  @Override
  public List<TextEmbedding> encode(NDManager scope, List<String> texts) {
    List<ClipTextEncoding> first = encode(scope, LoraComponent.TEXT_ENCODER, "tokenizer", texts);
    List<ClipTextEncoding> second =
        encode(scope, LoraComponent.TEXT_ENCODER_2, "tokenizer_2", texts);
    List<TextEmbedding> embeddings = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      embeddings.add(
          new TextEmbedding(
              first.get(i).penultimate().concat(second.get(i).penultimate(), 2),
              second.get(i).pooled()));
      first.get(i).penultimate().close();
      first.get(i).pooled().close();
      second.get(i).penultimate().close();
    }
    return embeddings;
  }

  private List<ClipTextEncoding> encode(
      NDManager scope, LoraComponent component, String tokenizerFolder, List<String> texts) {
    ClipTokenizer tokenizer = ClipTokenizer.load(model, tokenizerFolder);
    List<ClipTextEncoding> encodings = new ArrayList<>();
    try (NDManager work = scope.newSubManager();
        GradMode off = GradMode.disabled();
        TensorCast cast = TensorCast.to(work, ComputeType.FLOAT32.scalarType());
        ClipTextModel encoder = ClipTextModel.load(model, component.folder(), work, placement)) {
      lora.flatMap(used -> used.adapters(work, component, encoder.attentionProjections()))
          .ifPresent(encoder::attach);
      for (String text : texts) {
        ClipTextEncoding encoding = encoder.encode(scope, new long[][] {tokenizer.encode(text)});
        encodings.add(
            new ClipTextEncoding(
                cast.apply(encoding.penultimate()), cast.apply(encoding.pooled())));
      }
    }
    return encodings;
  }
}
