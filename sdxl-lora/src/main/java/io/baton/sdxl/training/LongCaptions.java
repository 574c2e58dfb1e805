package io.baton.sdxl.training;

import io.baton.sdxl.tokenizer.ClipTokenizer;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Captions whose ends the text encoders do not see. */
final class LongCaptions {

  private LongCaptions() {}

  /** What to tell of them, if there are any. */
  static Optional<String> remark(ClipTokenizer tokenizer, Collection<String> captions) {
    List<Integer> ignored =
        captions.stream()
            .distinct()
            .map(tokenizer::ignoredTokens)
            .filter(tokens -> tokens > 0)
            .toList();
    return ignored.stream()
        .max(Integer::compare)
        .map(
            longest ->
                "the text encoders do not see the end of captions that are too long: %d of them, by up to %d tokens"
                    .formatted(ignored.size(), longest));
  }
}
