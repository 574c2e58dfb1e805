package io.baton.sdxl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.baton.sdxl.cache.CachedTensor;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.model.Placement;
import io.baton.sdxl.sample.TextEmbedding;
import io.baton.sdxl.sample.TextEncoders;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * The captions of a run whose text encoders are frozen. Each is encoded once, alone, so that its
 * bits do not depend on its batch.
 */
final class CaptionEmbeddings implements TextConditioning {

  /** What decides an embedding, beside the caption. */
  static final List<String> COMPONENTS =
      List.of("text_encoder", "text_encoder_2", "tokenizer", "tokenizer_2");

  private static final String HIDDEN_STATES = "hidden_states";
  private static final String POOLED = "pooled";

  private final NDManager manager;
  private final Map<String, TextEmbedding> embeddings;

  private CaptionEmbeddings(NDManager manager, Map<String, TextEmbedding> embeddings) {
    this.manager = manager;
    this.embeddings = embeddings;
  }

  /**
   * Encodes captions with both text encoders, one after the other; neither stays in memory. Where
   * {@code disk} has all of them, no encoder is loaded.
   */
  static CaptionEmbeddings encode(
      NDManager parent,
      ModelDirectory model,
      Placement placement,
      Collection<String> captions,
      Optional<EncoderCache> disk) {
    NDManager manager = parent.newSubManager();
    Map<String, TextEmbedding> embeddings = new HashMap<>();
    List<String> missing = new ArrayList<>();
    for (String caption : new LinkedHashSet<>(captions)) {
      Optional<SortedMap<String, CachedTensor>> stored =
          disk.flatMap(cache -> cache.find(input(caption)));
      if (stored.isPresent()) {
        embeddings.put(caption, restored(manager, stored.orElseThrow()));
      } else {
        missing.add(caption);
      }
    }
    if (!missing.isEmpty()) {
      List<TextEmbedding> made =
          new TextEncoders(model, placement, Optional.empty()).encode(manager, missing);
      for (int i = 0; i < made.size(); i++) {
        embeddings.put(missing.get(i), made.get(i));
        if (disk.isPresent()) {
          disk.orElseThrow().store(input(missing.get(i)), tensors(made.get(i)));
        }
      }
    }
    if (model.forcesZerosForEmptyPrompt()) {
      embeddings.computeIfPresent(NOTHING, (caption, encoded) -> zeros(encoded));
    }
    return new CaptionEmbeddings(manager, embeddings);
  }

  private static Map<String, String> input(String caption) {
    return Map.of("caption", caption);
  }

  private static Map<String, CachedTensor> tensors(TextEmbedding embedding) {
    return Map.of(
        HIDDEN_STATES, EncoderCache.copy(embedding.hiddenStates()),
        POOLED, EncoderCache.copy(embedding.pooled()));
  }

  private static TextEmbedding restored(
      NDManager manager, SortedMap<String, CachedTensor> tensors) {
    return new TextEmbedding(
        EncoderCache.restored(manager, tensors.get(HIDDEN_STATES)),
        EncoderCache.restored(manager, tensors.get(POOLED)));
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
