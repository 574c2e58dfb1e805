package io.baton.autoscaler.reallocation;

import io.baton.autoscaler.pool.InstanceId;
import io.baton.autoscaler.pool.PoolApi;
import io.baton.autoscaler.pool.PoolProvider;
import io.baton.autoscaler.pool.ProviderException;
import io.baton.autoscaler.pool.ProviderView;
import io.baton.autoscaler.scaling.Schedules;
import io.baton.autoscaler.scaling.Situation;
import io.baton.protocol.client.ApiException;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.PoolNode;
import io.baton.protocol.pool.PoolPolicy;
import io.baton.protocol.pool.PoolSnapshot;
import io.baton.protocol.pool.ReallocationRules;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Replaces the bad nodes of one pool. A node is taken out of work first: its decision is recorded,
 * and it is quarantined at the API, which tells it to give its job back and keeps it from others
 * for as long as the ban lasts. Once it is empty, or its time to become so is over, its provider
 * replaces it; a silent one is replaced at once. Whatever is cut off in between is found in the
 * recorded decisions and carried on.
 *
 * <p>Calls come from one thread at a time, and only while this autoscaler may act on the pool.
 */
public final class Reallocation {
  /** Until the next look while nodes are out of work and not replaced yet. */
  private static final Duration FOLLOW_UP = Duration.ofSeconds(10);

  private final PoolApi api;
  private final PoolProvider provider;
  private final Clock clock;
  private final ReallocationSettings settings;
  private final Schedules schedules = new Schedules();
  private final ReallocationRecord record;
  private final Replacement replacement;

  private Instant nextLook = Instant.MIN;
  private Map<InstanceId, Instant> foundSilent = Map.of();
  private Set<NodeId> seenQuarantined = Set.of();

  public Reallocation(
      PoolApi api, PoolProvider provider, Clock clock, ReallocationSettings settings) {
    this.api = api;
    this.provider = provider;
    this.clock = clock;
    this.settings = settings;
    this.record = new ReallocationRecord(api, settings.decided());
    this.replacement = new Replacement(api, provider);
  }

  /**
   * Looks, if it is time to.
   *
   * @param spare replicas that the pool has beyond what it needs now: so many bad nodes go without
   *     another in their stead
   * @param nodes the pool's as they were seen last: where the API took one out of work since the
   *     last look, it is time, for who sizes the pool may remove that one soon, and then nobody
   *     would have named its machine
   * @throws ApiException if the API did not answer; what was begun is carried on by a later tick
   * @throws ProviderException if the provider could not replace a node; a later tick tries again
   */
  public void tick(int spare, List<PoolNode> nodes) {
    Instant now = clock.instant();
    Set<NodeId> quarantined = quarantined(nodes);
    if (now.isBefore(nextLook) && seenQuarantined.containsAll(quarantined)) {
      return;
    }
    seenQuarantined = quarantined;
    nextLook = now.plus(shorter(FOLLOW_UP));
    try {
      nextLook = now.plus(look(spare));
    } catch (ProviderException e) {
      e.retryAfter().ifPresent(pause -> nextLook = now.plus(pause));
      throw e;
    }
  }

  private static Set<NodeId> quarantined(List<PoolNode> nodes) {
    return nodes.stream()
        .filter(node -> node.quarantinedUntil().isPresent())
        .map(PoolNode::id)
        .collect(Collectors.toUnmodifiableSet());
  }

  /** Returns how long it is to the next one. */
  private Duration look(int spare) {
    Map<InstanceId, Instant> silentBefore = foundSilent;
    // Nodes may have been silent because the API was, which begins anew what was known of them.
    foundSilent = Map.of();
    PoolSnapshot snapshot = api.snapshot();
    PoolPolicy policy = policyOf(snapshot);
    if (policy.paused() || policy.reallocation().maxSharePerHour() == 0) {
      return settings.every();
    }
    ProviderView view = provider.look();
    History history = History.of(api.reallocations(snapshot.at().minus(memory(policy))));
    Look look = Look.at(snapshot, policy, view, history, silentBefore);
    ReallocationDecision decision = ReallocationDecision.of(look);
    foundSilent = decision.foundSilent();
    Situation situation =
        new Situation(snapshot, policy, schedules.limits(policy, snapshot.at()), view);
    record.write(decision, look, view.requested(), situation.inputs());
    if (policy.dryRun()) {
      return settings.every();
    }
    boolean unfinished = replacement.carryOut(decision.out(), look, spare);
    return unfinished
        ? shorter(FOLLOW_UP)
        : foundSilent.isEmpty() ? settings.every() : shorter(SilentNodes.CONFIRMATION);
  }

  /** What was taken out before that counts for nothing any more. */
  private static Duration memory(PoolPolicy policy) {
    ReallocationRules rules = policy.reallocation();
    Duration ban = Duration.ofSeconds(rules.banSeconds());
    Duration open = HourlyLimit.HOUR.plusSeconds(policy.drainSeconds());
    return ban.compareTo(open) > 0 ? ban : open;
  }

  private Duration shorter(Duration wait) {
    return wait.compareTo(settings.every()) < 0 ? wait : settings.every();
  }

  private PoolPolicy policyOf(PoolSnapshot snapshot) {
    return snapshot.policy().isSet()
        ? snapshot.policy().policy()
        : settings.ownPolicy().orElse(snapshot.policy().policy());
  }
}
