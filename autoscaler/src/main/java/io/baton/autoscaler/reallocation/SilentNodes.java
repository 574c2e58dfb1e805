package io.baton.autoscaler.reallocation;

import io.baton.autoscaler.pool.InstanceId;
import io.baton.protocol.pool.ScalingReason;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Nodes that their provider shows as running and that say nothing. One that was heard of since its
 * instance runs may be silent for {@code silentSeconds}; one that was not has {@code
 * provisionSeconds} from its start.
 *
 * <p>After an outage of the API every node looks silent until it asks again. So a node is replaced
 * only if a second look, some time after the first, still finds it so.
 */
record SilentNodes(List<Finding> confirmed, Map<InstanceId, Instant> foundSilent) {
  /** Longer than nodes wait between two tries to reach the API. */
  static final Duration CONFIRMATION = Duration.ofSeconds(60);

  static SilentNodes in(List<Member> candidates, Look look) {
    List<Finding> confirmed = new ArrayList<>();
    Map<InstanceId, Instant> found = new HashMap<>();
    for (Member member : candidates) {
      Optional<Finding> silent = judge(member, look);
      if (silent.isEmpty()) {
        continue;
      }
      InstanceId id = member.instance().id();
      Instant first = look.foundSilent().getOrDefault(id, look.now());
      found.put(id, first);
      if (!first.plus(CONFIRMATION).isAfter(look.now())) {
        confirmed.add(silent.get());
      }
    }
    return new SilentNodes(List.copyOf(confirmed), Map.copyOf(found));
  }

  private static Optional<Finding> judge(Member member, Look look) {
    Optional<Instant> heardOf = member.heardOf();
    Instant from = heardOf.orElse(member.instance().since());
    int patience =
        heardOf.isPresent() ? look.rules().silentSeconds() : look.policy().provisionSeconds();
    long silent = Duration.between(from, look.now()).toSeconds();
    if (silent < patience) {
      return Optional.empty();
    }
    String text =
        heardOf.isPresent()
            ? "it was last heard of %d s ago".formatted(silent)
            : "it runs for %d s and was not heard of".formatted(silent);
    return Optional.of(new Finding(member, ScalingReason.SILENT, silent, text));
  }
}
