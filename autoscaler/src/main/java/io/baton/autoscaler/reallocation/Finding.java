package io.baton.autoscaler.reallocation;

import io.baton.protocol.pool.ScalingReason;
import java.util.Comparator;
import java.util.List;

/**
 * A node that is to be replaced.
 *
 * @param severity the higher, the worse, beside others with the same reason
 * @param text what is wrong with it, to stand behind its name
 */
record Finding(Member member, ScalingReason reason, double severity, String text) {
  /** Those first that harm jobs, then those that cost and do nothing, then those that do little. */
  private static final List<ScalingReason> WORST_FIRST =
      List.of(
          ScalingReason.FAILURES, ScalingReason.SILENT, ScalingReason.UNFIT, ScalingReason.SLOW);

  static final Comparator<Finding> BY_NEED =
      Comparator.comparingInt((Finding finding) -> WORST_FIRST.indexOf(finding.reason))
          .thenComparing(Finding::severity, Comparator.reverseOrder())
          .thenComparing(finding -> finding.member.id().value());

  Finding {
    if (!WORST_FIRST.contains(reason)) {
      throw new IllegalArgumentException("no node is replaced for " + reason);
    }
  }
}
