package io.baton.sdxl.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.baton.sdxl.clip.ClipTextEncoding;
import io.baton.sdxl.clip.ClipTextModel;
import io.baton.sdxl.model.ModelDirectory;
import io.baton.sdxl.model.Placement;
import io.baton.sdxl.tokenizer.ClipTokenizer;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The captions of a run whose text encoders are frozen. Each is encoded once, alone, so that its
 * bits do not depend on its batch.
 */
final class CaptionEmbeddings implements TextConditioning {

  private final NDManager manager;
  private final Map<String, Encoded> embeddings;

  private CaptionEmbeddings(NDManager manager, Map<String, Encoded> embeddings) {
    this.manager = manager;
    this.embeddings = embeddings;
  }

  /** Encodes captions with both text encoders, one after the other; neither stays in memory. */
  static CaptionEmbeddings encode(
      NDManager parent, ModelDirectory model, Placement placement, Collection<String> captions) {
    NDManager manager = parent.newSubManager();
    Set<String> distinct = new LinkedHashSet<>(captions);
    Map<String, ClipTextEncoding> first = encode(manager, model, placement, "", distinct);
    Map<String, ClipTextEncoding> second = encode(manager, model, placement, "_2", distinct);
    Map<String, Encoded> embeddings = new HashMap<>();
    for (String caption : distinct) {
      NDArray both = first.get(caption).penultimate().concat(second.get(caption).penultimate(), 2);
      both.attach(manager);
      embeddings.put(caption, new Encoded(both, second.get(caption).pooled()));
      first.get(caption).penultimate().close();
      first.get(caption).pooled().close();
      second.get(caption).penultimate().close();
    }
    return new CaptionEmbeddings(manager, embeddings);
  }

  private static Map<String, ClipTextEncoding> encode(
      NDManager manager,
      ModelDirectory model,
      Placement placement,
      String suffix,
      Collection<String> captions) {
    ClipTokenizer tokenizer = ClipTokenizer.load(model, "tokenizer" + suffix);
    Map<String, ClipTextEncoding> encodings = new HashMap<>();
    try (NDManager scope = manager.newSubManager();
        ClipTextModel encoder =
            ClipTextModel.load(model, "text_encoder" + suffix, scope, placement)) {
      for (String caption : captions) {
        ClipTextEncoding encoding = encoder.encode(scope, new long[][] {tokenizer.encode(caption)});
        encoding.penultimate().attach(manager);
        encoding.pooled().attach(manager);
        encodings.put(caption, encoding);
      }
    }
    return encodings;
  }

  @Override
  public Encoded encode(NDManager scope, List<String> captions) {
    List<Encoded> rows = captions.stream().map(embeddings::get).toList();
    return new Encoded(
        stack(scope, rows.stream().map(Encoded::hiddenStates).toList()),
        stack(scope, rows.stream().map(Encoded::pooled).toList()));
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
