package io.baton.autoscaler.reallocation;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Nodes on machines that were taken out of work before, and that came back too soon. */
final class BannedNodes {
  private BannedNodes() {}

  static Stream<Finding> in(List<Member> candidates, Look look) {
    return candidates.stream().flatMap(member -> judge(member, look).stream());
  }

  private static Optional<Finding> judge(Member member, Look look) {
    return look.whatBans(member)
        .map(
            past ->
                new Finding(
                    member,
                    past.reason(),
                    Double.MAX_VALUE,
                    "its machine was taken out of work at %s and came back".formatted(past.at())));
  }
}
