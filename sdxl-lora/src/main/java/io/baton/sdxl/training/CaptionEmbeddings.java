package io.baton.sdxl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.baton.sdxl.sample.PromptEncoder;
import io.baton.sdxl.sample.TextEmbedding;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The captions of a run whose text encoders are frozen, each encoded once. */
final class CaptionEmbeddings implements TextConditioning {

  private final NDManager manager;
  private final Map<String, TextEmbedding> embeddings;

  private CaptionEmbeddings(NDManager manager, Map<String, TextEmbedding> embeddings) {
    this.manager = manager;
    this.embeddings = embeddings;
  }

  /**
   * Encodes all captions that rows may have.
   *
   * @param zerosForNothing whether {@link #NOTHING} is all zeros
   */
  static CaptionEmbeddings encode(
      NDManager parent,
      PromptEncoder encoder,
      Collection<String> captions,
      boolean zerosForNothing) {
    NDManager manager = parent.newSubManager();
    List<String> distinct = captions.stream().distinct().toList();
    List<TextEmbedding> encoded = encoder.encode(manager, distinct);
    Map<String, TextEmbedding> embeddings = new HashMap<>();
    for (int i = 0; i < distinct.size(); i++) {
      embeddings.put(distinct.get(i), encoded.get(i));
    }
    if (zerosForNothing) {
      embeddings.computeIfPresent(NOTHING, (caption, embedding) -> zeros(embedding));
    }
    return new CaptionEmbeddings(manager, embeddings);
  }

  private static TextEmbedding zeros(TextEmbedding embedding) {
    TextEmbedding zeros = embedding.zeros();
    embedding.hiddenStates().close();
    embedding.pooled().close();
    return zeros;
  }

  @Override
  public Encoded encode(NDManager scope, List<String> captions) {
    List<TextEmbedding> rows = captions.stream().map(embeddings::get).toList();
    return new Encoded(
        stack(scope, rows.stream().map(TextEmbedding::hiddenStates).toList()),
        stack(scope, rows.stream().map(TextEmbedding::pooled).toList()));
  }

  private static NDArray stack(NDManager scope, List<NDArray> rows) {
    NDArray stacked = NDArrays.concat(new NDList(rows), 0);
    stacked.attach(scope);
    return stacked;
  }

  @Override
  public void close() {
    manager.close();
  }
}
