package io.baton.sdxl.initmodel;

import io.baton.sdxl.tokenizer.SymbolPair;
import io.baton.sdxl.tokenizer.WordSymbols;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Learns a byte-pair encoding: merges the pair of symbols that is most frequent, again and again.
 *
 * <p>Source: Sennrich, Haddow, Birch, "Neural machine translation of rare words with subword
 * units", 2016.
 */
final class BytePairTraining {

  private final Map<String, List<String>> symbolsByWord = new TreeMap<>();
  private final Map<String, Integer> countByWord = new TreeMap<>();
  private final Set<String> known = new HashSet<>();

  /**
   * @param words the text, word by word
   * @param symbols that are in the vocabulary from the start
   */
  BytePairTraining(List<String> words, List<String> symbols) {
    for (String word : words) {
      symbolsByWord.computeIfAbsent(word, WordSymbols::of);
      countByWord.merge(word, 1, Integer::sum);
    }
    known.addAll(symbols);
  }

  /** The first {@code count} merges, in order. */
  List<SymbolPair> merges(int count) {
    List<SymbolPair> merges = new ArrayList<>();
    while (merges.size() < count) {
      SymbolPair best =
          mostFrequent()
              .orElseThrow(
                  () ->
                      new IllegalStateException("the text is too short for " + count + " merges"));
      merges.add(best);
      known.add(best.merged());
      symbolsByWord.replaceAll((word, symbols) -> WordSymbols.merge(symbols, best));
    }
    return merges;
  }

  // Pairs that are equally frequent: the first in their order, so that every run agrees. A pair
  // that makes a symbol that another pair has made already would need a second number for it.
  private Optional<SymbolPair> mostFrequent() {
    Map<SymbolPair, Integer> counts = new TreeMap<>();
    symbolsByWord.forEach(
        (word, symbols) -> {
          for (int i = 0; i + 1 < symbols.size(); i++) {
            SymbolPair pair = new SymbolPair(symbols.get(i), symbols.get(i + 1));
            if (!known.contains(pair.merged())) {
              counts.merge(pair, countByWord.get(word), Integer::sum);
            }
          }
        });
    Optional<SymbolPair> best = Optional.empty();
    int most = 0;
    for (Map.Entry<SymbolPair, Integer> entry : counts.entrySet()) {
      if (entry.getValue() > most) {
        best = Optional.of(entry.getKey());
        most = entry.getValue();
      }
    }
    return best;
  }
}
