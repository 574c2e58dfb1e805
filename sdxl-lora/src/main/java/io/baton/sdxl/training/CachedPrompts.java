package io.baton.sdxl.training;

import ai.djl.ndarray.NDManager;
import io.baton.sdxl.cache.CachedTensor;
import io.baton.sdxl.sample.PromptEncoder;
import io.baton.sdxl.sample.TextEmbedding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Texts as frozen encoders encode them, kept on disk. The encoders are asked only for what is not
 * there, so where all is there they are not loaded.
 */
record CachedPrompts(EncoderCache disk, PromptEncoder encoders) implements PromptEncoder {

  private static final String HIDDEN_STATES = "hidden_states";
  private static final String POOLED = "pooled";

  @Override
  public List<TextEmbedding> encode(NDManager scope, List<String> texts) {
    Map<String, TextEmbedding> known = new HashMap<>();
    List<String> missing = new ArrayList<>();
    for (String text : texts.stream().distinct().toList()) {
      Optional<TextEmbedding> stored = disk.find(input(text)).map(found -> restored(scope, found));
      stored.ifPresentOrElse(embedding -> known.put(text, embedding), () -> missing.add(text));
    }
    if (!missing.isEmpty()) {
      List<TextEmbedding> made = encoders.encode(scope, missing);
      for (int i = 0; i < made.size(); i++) {
        known.put(missing.get(i), made.get(i));
        disk.store(input(missing.get(i)), tensors(made.get(i)));
      }
    }
    return texts.stream().map(known::get).toList();
  }

  private static Map<String, String> input(String text) {
    return Map.of("caption", text);
  }

  private static Map<String, CachedTensor> tensors(TextEmbedding embedding) {
    return Map.of(
        HIDDEN_STATES, EncoderCache.copy(embedding.hiddenStates()),
        POOLED, EncoderCache.copy(embedding.pooled()));
  }

  private static TextEmbedding restored(NDManager scope, SortedMap<String, CachedTensor> tensors) {
    return new TextEmbedding(
        EncoderCache.restored(scope, tensors.get(HIDDEN_STATES)),
        EncoderCache.restored(scope, tensors.get(POOLED)));
  }
}
