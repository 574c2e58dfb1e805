package io.baton.autoscaler.reallocation;

import io.baton.protocol.pool.PoolNode;
import io.baton.protocol.pool.ScalingReason;
import java.util.List;
import java.util.stream.Stream;

/**
 * Nodes that are not what the policy promises of the pool's. Where none is what it promises, the
 * promise is wrong rather than the nodes: then nobody is replaced.
 */
final class UnfitNodes {
  private UnfitNodes() {}

  static Stream<Finding> in(List<Member> candidates, List<Member> members) {
    return promiseIsMet(members)
        ? candidates.stream()
            .filter(UnfitNodes::unfit)
            .map(
                member ->
                    new Finding(
                        member,
                        ScalingReason.UNFIT,
                        1,
                        "it is not what the policy promises of the pool's nodes"))
        : Stream.empty();
  }

  /** Whether nodes are unfit though none is as promised. */
  static boolean doubted(List<Member> members) {
    return !promiseIsMet(members) && members.stream().anyMatch(UnfitNodes::unfit);
  }

  private static boolean promiseIsMet(List<Member> members) {
    return members.stream().anyMatch(member -> member.node().filter(PoolNode::fits).isPresent());
  }

  private static boolean unfit(Member member) {
    return member.node().filter(node -> !node.fits()).isPresent();
  }
}
