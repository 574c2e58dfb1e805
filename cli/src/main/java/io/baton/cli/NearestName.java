package io.baton.cli;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The name that somebody may have meant who typed another. */
final class NearestName {
  private NearestName() {}

  /** One that is at most a third of its letters away. */
  static Optional<String> to(String typed, Collection<String> names) {
    return names.stream()
        .filter(name -> name.startsWith("-") == typed.startsWith("-"))
        .filter(name -> distance(typed, name) <= Math.max(1, typed.replace("-", "").length() / 3))
        .min(Comparator.comparingInt(name -> distance(typed, name)));
  }

  /**
   * How many letters are missing, too many, wrong, or changed places with their neighbour: the
   * optimal string alignment distance.
   */
  static int distance(String from, String to) {
    int[][] cost = new int[from.length() + 1][to.length() + 1];
    for (int i = 0; i <= from.length(); i++) {
      for (int j = 0; j <= to.length(); j++) {
        if (i == 0 || j == 0) {
          cost[i][j] = i + j;
          continue;
        }
        int wrong = from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1;
        cost[i][j] =
            Math.min(cost[i - 1][j - 1] + wrong, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
        boolean swapped =
            i > 1
                && j > 1
                && from.charAt(i - 1) == to.charAt(j - 2)
                && from.charAt(i - 2) == to.charAt(j - 1);
        if (swapped) {
          cost[i][j] = Math.min(cost[i][j], cost[i - 2][j - 2] + 1);
        }
      }
    }
    return cost[from.length()][to.length()];
  }
}
