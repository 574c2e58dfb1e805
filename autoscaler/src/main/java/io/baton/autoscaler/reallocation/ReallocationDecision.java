package io.baton.autoscaler.reallocation;

import io.baton.autoscaler.pool.InstanceId;
import io.baton.protocol.node.NodeId;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which nodes of a pool are replaced.
 *
 * @param out taken out of work now, the worst first
 * @param later those for which this hour has no room, the worst first
 * @param foundSilent instances that were found silent, and when the first look found them so
 * @param promiseDoubted whether none of the nodes is what the policy promises
 */
record ReallocationDecision(
    List<Finding> out,
    List<Finding> later,
    Map<InstanceId, Instant> foundSilent,
    boolean promiseDoubted) {

  static ReallocationDecision of(Look look) {
    List<Member> candidates = look.candidates();
    SilentNodes silent = SilentNodes.in(candidates, look);
    List<Finding> findings =
        worstOfEach(
            Stream.of(
                    BannedNodes.in(candidates, look),
                    FailingNodes.in(candidates, look.rules()),
                    silent.confirmed().stream(),
                    UnfitNodes.in(candidates, look.members()),
                    SlowNodes.in(candidates, look.members(), look.rules()))
                .flatMap(each -> each));
    int room = Math.min(HourlyLimit.room(look), findings.size());
    return new ReallocationDecision(
        findings.subList(0, room),
        findings.subList(room, findings.size()),
        silent.foundSilent(),
        UnfitNodes.doubted(look.members()));
  }

  private static List<Finding> worstOfEach(Stream<Finding> findings) {
    Set<NodeId> seen = new HashSet<>();
    return findings
        .sorted(Finding.BY_NEED)
        .filter(finding -> seen.add(finding.member().id()))
        .toList();
  }
}
