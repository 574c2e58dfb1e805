package io.baton.sdxl.sample;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.baton.sdxl.model.ModelDirectory;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What an image is to show, and how hard the UNet is pushed there.
 *
 * <p>Source: Ho and Salimans, "Classifier-free diffusion guidance", 2022.
 *
 * @param prompt what to show
 * @param negative what to keep away from; nothing where there is no guidance
 * @param scale how many times the difference between the two predictions counts
 */
public record Guidance(TextEmbedding prompt, Optional<TextEmbedding> negative, double scale) {

  /** Without guidance where {@code scale} is 1 or less, as in diffusers. */
  public static Guidance of(TextEmbedding prompt, TextEmbedding negative, double scale) {
    return new Guidance(prompt, scale > 1 ? Optional.of(negative) : Optional.empty(), scale);
  }

  /**
   * What {@code options} ask for. No negative prompt is zeros or an empty text, as the model's
   * pipeline says.
   *
   * @param scope owns what is encoded
   */
  public static Guidance encode(
      NDManager scope, ModelDirectory model, SampleOptions options, PromptEncoder encoder) {
    boolean zeros = options.negativePrompt().isEmpty() && model.forcesZerosForEmptyPrompt();
    List<String> texts =
        zeros
            ? List.of(options.prompt())
            : List.of(options.prompt(), options.negativePrompt().orElse(""));
    List<TextEmbedding> embeddings = encoder.encode(scope, texts);
    TextEmbedding prompt = embeddings.get(0);
    return of(prompt, zeros ? prompt.zeros() : embeddings.get(1), options.guidanceScale());
  }

  /** Rows of the UNet's batch for {@code images} images. */
  int rows(int images) {
    return negative.isPresent() ? 2 * images : images;
  }

  /** [rows, tokens, features]: first the negative rows, if any. */
  NDArray hiddenStates(NDManager scope, int images) {
    return rows(scope, images, TextEmbedding::hiddenStates);
  }

  /** [rows, features], likewise. */
  NDArray pooled(NDManager scope, int images) {
    return rows(scope, images, TextEmbedding::pooled);
  }

  /** Latents as the UNet's batch. */
  NDArray batch(NDArray latents) {
    return negative.isPresent() ? latents.concat(latents, 0) : latents.duplicate();
  }

  /** One prediction an image: negative + scale · (prompt - negative). */
  NDArray guided(NDArray prediction) {
    if (negative.isEmpty()) {
      return prediction;
    }
    NDList halves = prediction.split(2, 0);
    NDArray away = halves.get(0);
    return halves.get(1).sub(away).mul(scale).add(away);
  }

  private NDArray rows(NDManager scope, int images, Function<TextEmbedding, NDArray> part) {
    NDList rows = new NDList();
    negative.ifPresent(
        text -> {
          for (int i = 0; i < images; i++) {
            rows.add(part.apply(text));
          }
        });
    for (int i = 0; i < images; i++) {
      rows.add(part.apply(prompt));
    }
    NDArray stacked = NDArrays.concat(rows, 0);
    stacked.attach(scope);
    return stacked;
  }
}
