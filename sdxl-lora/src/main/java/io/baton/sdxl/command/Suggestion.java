package io.baton.sdxl.command;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** What may have been meant. */
final class Suggestion {

  /** Of a word's letters, how many may be wrong. */
  private static final double TOLERANCE = 0.4;

  private Suggestion() {}

  /** The one of {@code words} that takes the fewest changes, where it takes few. */
  static Optional<String> closest(String word, Collection<String> words) {
    return words.stream()
        .filter(each -> changes(word, each) <= TOLERANCE * word.length())
        .min(
            Comparator.<String>comparingInt(each -> changes(word, each))
                .thenComparing(Comparator.naturalOrder()));
  }

  /** Letters to insert, to delete or to replace (Levenshtein's distance). */
  private static int changes(String from, String to) {
    int[] before = new int[to.length() + 1];
    for (int j = 0; j <= to.length(); j++) {
      before[j] = j;
    }
    for (int i = 1; i <= from.length(); i++) {
      int[] row = new int[to.length() + 1];
      row[0] = i;
      for (int j = 1; j <= to.length(); j++) {
        int replaced = before[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(row[j - 1], before[j]));
      }
      before = row;
    }
    return before[to.length()];
  }
}
