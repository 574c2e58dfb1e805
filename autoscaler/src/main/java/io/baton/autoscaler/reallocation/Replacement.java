package io.baton.autoscaler.reallocation;

import io.baton.autoscaler.pool.InstanceId;
import io.baton.autoscaler.pool.PoolApi;
import io.baton.autoscaler.pool.PoolProvider;
import io.baton.autoscaler.pool.ProviderException;
import io.baton.protocol.client.RefusedException;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.node.QuarantineRequest;
import io.baton.protocol.pool.ScalingReason;
import io.baton.protocol.problem.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/** Takes nodes out of work, and replaces those that gave their jobs back. */
final class Replacement {
  private static final Logger LOG = Logger.getLogger(Replacement.class);
  static final Duration SHORTEST_QUARANTINE = Duration.ofSeconds(60);

  private final PoolApi api;
  private final PoolProvider provider;
  private int spare;

  Replacement(PoolApi api, PoolProvider provider) {
    this.api = api;
    this.provider = provider;
  }

  /**
   * Begins with these, and goes on with those that were begun with before.
   *
   * @param spareReplicas so many are removed, for no other is needed in their stead
   * @return whether any of them is not replaced yet
   * @throws ProviderException after it did what it could for all of them
   */
  boolean carryOut(List<Finding> out, Look look, int spareReplicas) {
    spare = spareReplicas;
    Optional<ProviderException> failure = Optional.empty();
    boolean unfinished = false;
    for (OnItsWayOut node : onTheirWayOut(out, look)) {
      try {
        unfinished |= !advance(node, look);
      } catch (ProviderException e) {
        failure = failure.or(() -> Optional.of(e));
      }
    }
    look.members().stream()
        .filter(look::hasInheritedQuarantine)
        .forEach(successor -> api.release(successor.id()));
    failure.ifPresent(
        e -> {
          throw e;
        });
    return unfinished;
  }

  private static List<OnItsWayOut> onTheirWayOut(List<Finding> out, Look look) {
    return Stream.concat(
            out.stream().map(finding -> OnItsWayOut.begunNow(finding, look)),
            look.members().stream().flatMap(member -> OnItsWayOut.before(member, look).stream()))
        .toList();
  }

  /**
   * A node that was taken out of work.
   *
   * @param since when, on the API's clock
   * @param text why, for the owner of its job
   */
  private record OnItsWayOut(Member member, Instant since, ScalingReason reason, String text) {
    static OnItsWayOut begunNow(Finding finding, Look look) {
      return new OnItsWayOut(
          finding.member(), look.now(), finding.reason(), DecisionText.reason(finding.text()));
    }

    static Optional<OnItsWayOut> before(Member member, Look look) {
      return look.history()
          .whatTookOut(member)
          .map(
              past ->
                  new OnItsWayOut(
                      member,
                      past.at(),
                      past.reason(),
                      DecisionText.reason(past.reason().wireName())));
    }

    /** No job is lost with it: none that it holds, and none that it could still be handed. */
    boolean empty(Instant now) {
      return !member.holdsJob()
          && (member.quarantined(now) || member.node().isEmpty() || reason == ScalingReason.SILENT);
    }
  }

  /** Whether it is replaced now. */
  private boolean advance(OnItsWayOut node, Look look) {
    Instant ban = node.since.plus(look.ban());
    if (endsFarBefore(ban, node.member, look)) {
      Duration left = Duration.between(look.now(), ban);
      quarantine(node.member.id(), node.text, left);
    }
    boolean overdue = !look.now().isBefore(node.since.plusSeconds(look.policy().drainSeconds()));
    if (!node.empty(look.now()) && !overdue) {
      return false;
    }
    end(node.member.instance().id());
    LOG.infof("node %s was ended for %s", node.member.id(), node.reason.wireName());
    return true;
  }

  private void end(InstanceId instance) {
    if (spare > 0 && provider.removable(List.of(instance)).contains(instance)) {
      provider.remove(List.of(instance));
      spare--;
    } else {
      provider.replace(instance);
    }
  }

  /** What the API itself began a little earlier for the same failures is long enough. */
  private static boolean endsFarBefore(Instant ban, Member member, Look look) {
    Instant enough = ban.minus(look.ban().dividedBy(2));
    return look.now().isBefore(ban)
        && member.quarantinedUntil().filter(until -> !until.isBefore(enough)).isEmpty();
  }

  private void quarantine(NodeId node, String reason, Duration length) {
    Duration atLeast = length.compareTo(SHORTEST_QUARANTINE) < 0 ? SHORTEST_QUARANTINE : length;
    try {
      api.quarantine(node, new QuarantineRequest(reason, Math.toIntExact(atLeast.toSeconds())));
    } catch (RefusedException e) {
      // It never asked for work, and gets none before it is known.
      if (e.code() != ErrorCode.NOT_FOUND) {
        throw e;
      }
    }
  }
}
