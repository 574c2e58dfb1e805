package io.baton.sdxl.inspect;

import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Other spellings of names that the loaders take too. */
final class Spelling {

  private static final String TEXT = "text_model.";
  private static final String POSITIONS = TEXT + "embeddings.position_ids";

  /** The autoencoder's attention before diffusers 0.13. */
  private static final Map<String, String> OLD_ATTENTION =
      Map.of(
          "query", "to_q",
          "key", "to_k",
          "value", "to_v",
          "proj_attn", "to_out.0");

  private Spelling() {}

  /** The tensors under the names that are usual now, without what means nothing. */
  static SortedMap<String, List<Long>> usual(SortedMap<String, List<Long>> tensors) {
    boolean withoutPrefix = tensors.containsKey("final_layer_norm.weight");
    SortedMap<String, List<Long>> usual = new TreeMap<>();
    tensors.forEach(
        (name, shape) -> {
          String whole =
              withoutPrefix && !name.startsWith("text_projection") ? TEXT + name : attention(name);
          if (!whole.equals(POSITIONS)) {
            usual.put(whole, shape);
          }
        });
    return usual;
  }

  private static String attention(String name) {
    String[] parts = name.split("\\.", -1);
    if (parts.length < 2 || !name.contains("mid_block.attentions.")) {
      return name;
    }
    String part = parts[parts.length - 2];
    String end = part + "." + parts[parts.length - 1];
    return name.substring(0, name.length() - end.length())
        + OLD_ATTENTION.getOrDefault(part, part)
        + "."
        + parts[parts.length - 1];
  }

  /** Whether the shapes are the same, or the first is the second as a 1×1 convolution. */
  static boolean sameMatrix(List<Long> found, List<Long> wanted) {
    return found.equals(wanted)
        || (wanted.size() == 2
            && found.size() == 4
            && found.subList(0, 2).equals(wanted)
            && found.subList(2, 4).equals(List.of(1L, 1L)));
  }
}
