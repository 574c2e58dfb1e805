package io.baton.autoscaler.reallocation;

import java.util.List;
import java.util.stream.Collectors;

/** Decisions in words, within what one may have. */
final class DecisionText {
  private static final int NAMED = 5;
  private static final int LONGEST = 1000;

  private DecisionText() {}

  static String replacing(List<Finding> findings, int members) {
    return cut("Replaces %d of %d nodes: %s.".formatted(findings.size(), members, named(findings)));
  }

  static String over(List<Finding> findings, int members, double share) {
    return cut(
        ("%d more of %d nodes would be replaced, but no more than %d %% of the pool, or one node, may"
                + " be in an hour: %s.")
            .formatted(findings.size(), members, Math.round(share * 100), named(findings)));
  }

  static String unmetPromise(int members) {
    return ("None of the %d nodes is what the policy promises of the pool's nodes, so the promise"
            + " is taken to be wrong and none is replaced: see 'nodes' in the policy.")
        .formatted(members);
  }

  /** Why a node gets no work, for operators and for the owners of the job that it gives back. */
  static String reason(String what) {
    return cut("The node is replaced: " + what + ".", 500);
  }

  private static String named(List<Finding> findings) {
    String names =
        findings.stream()
            .limit(NAMED)
            .map(finding -> finding.member().id() + " (" + finding.text() + ")")
            .collect(Collectors.joining(", "));
    return findings.size() > NAMED ? names + " and " + (findings.size() - NAMED) + " more" : names;
  }

  private static String cut(String text) {
    return cut(text, LONGEST);
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest - 1) + "…";
  }
}
