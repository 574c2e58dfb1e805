package io.baton.autoscaler.reallocation;

import io.baton.protocol.pool.PoolNode;
import io.baton.protocol.pool.ReallocationRules;
import io.baton.protocol.pool.ScalingReason;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Nodes on which too many jobs failed, whether or not the API took them out of work already. */
final class FailingNodes {
  private FailingNodes() {}

  static Stream<Finding> in(List<Member> candidates, ReallocationRules rules) {
    return candidates.stream().flatMap(member -> judge(member, rules).stream());
  }

  private static Optional<Finding> judge(Member member, ReallocationRules rules) {
    int failures = member.node().map(PoolNode::failures).orElse(0);
    return failures < rules.maxFailures()
        ? Optional.empty()
        : Optional.of(
            new Finding(
                member,
                ScalingReason.FAILURES,
                failures,
                "%d jobs failed on it within %d s".formatted(failures, rules.windowSeconds())));
  }
}
