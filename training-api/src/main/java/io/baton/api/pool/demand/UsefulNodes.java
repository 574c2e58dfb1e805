package io.baton.api.pool.demand;

import io.baton.protocol.work.NodeCapabilities;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which nodes can do something about the jobs that wait. A node that does not fit any of them, or
 * that is banned from each that it fits, is there and is no help.
 */
@ApplicationScoped
class UsefulNodes {
  private final ClaimableJobs claimable;

  UsefulNodes(ClaimableJobs claimable) {
    this.claimable = claimable;
  }

  /** Those without a job that may take none of those that wait; nobody while none waits. */
  @Transactional(Transactional.TxType.MANDATORY)
  Set<String> without(List<Member> nodes, List<WaitingJobs> waiting, Instant now) {
    if (waiting.isEmpty()) {
      return Set.of();
    }
    Map<NodeCapabilities, List<String>> byKind =
        nodes.stream()
            .filter(node -> node.online() && node.job().isEmpty())
            .collect(
                Collectors.groupingBy(
                    Member::capabilities, Collectors.mapping(Member::id, Collectors.toList())));
    Set<String> useless = new HashSet<>();
    byKind.forEach(
        (kind, ids) -> {
          useless.addAll(ids);
          List<String> classes =
              waiting.stream()
                  .filter(jobs -> jobs.wanted().metBy(kind))
                  .map(WaitingJobs::claimClass)
                  .distinct()
                  .toList();
          if (!classes.isEmpty()) {
            claimable.withAJob(ids, classes, now).forEach(useless::remove);
          }
        });
    return useless;
  }
}
