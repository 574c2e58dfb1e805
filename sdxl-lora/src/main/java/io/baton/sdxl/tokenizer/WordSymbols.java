package io.baton.sdxl.tokenizer;

import java.util.ArrayList;
import java.util.List;

/** A word as symbols, which merges make fewer and longer. */
public final class WordSymbols {

  /** Ends a word's last symbol. */
  public static final String END_OF_WORD = "</w>";

  private WordSymbols() {}

  /** The symbols of {@code word}'s bytes, the last marked as the end. */
  public static List<String> of(String word) {
    List<String> symbols = ByteSymbols.of(word);
    int last = symbols.size() - 1;
    symbols.set(last, symbols.get(last) + END_OF_WORD);
    return symbols;
  }

  /** {@code symbols} with every {@code pair} in it merged, from left to right. */
  public static List<String> merge(List<String> symbols, SymbolPair pair) {
    List<String> merged = new ArrayList<>(symbols.size());
    for (int i = 0; i < symbols.size(); i++) {
      boolean match =
          i + 1 < symbols.size()
              && symbols.get(i).equals(pair.left())
              && symbols.get(i + 1).equals(pair.right());
      merged.add(match ? pair.merged() : symbols.get(i));
      if (match) {
        i++;
      }
    }
    return merged;
  }
}
