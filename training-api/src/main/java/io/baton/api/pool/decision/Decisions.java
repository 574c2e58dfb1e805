package io.baton.api.pool.decision;

import io.baton.api.pool.scaler.ScalerLeases;
import io.baton.api.time.DatabaseClock;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.ScalingAction;
import io.baton.protocol.pool.ScalingDecision;
import io.baton.protocol.pool.ScalingDecisionPage;
import io.baton.protocol.pool.StoredScalingDecision;
import io.quarkus.panache.common.Parameters;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Event;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What autoscalers decided about pools, and why. */
@ApplicationScoped
@Transactional
public class Decisions {
  private final ScalerLeases leases;
  private final DatabaseClock clock;
  private final Event<StoredScalingDecision> recorded;

  Decisions(ScalerLeases leases, DatabaseClock clock, Event<StoredScalingDecision> recorded) {
    this.leases = leases;
    this.clock = clock;
    this.recorded = recorded;
  }

  /**
   * Records what the one decided that may act on the pool. One that repeats the newest is counted
   * there.
   */
  StoredScalingDecision record(PoolName pool, ScalingDecision decision) {
    leases.requireHeld(pool, decision.holder());
    Instant now = clock.now();
    ScalingDecisionEntity row =
        ScalingDecisionEntity.newest(pool)
            .filter(newest -> decision.repeats(newest.decision))
            .orElseGet(() -> begin(pool, decision, now));
    row.lastAt = now;
    row.times++;
    row.decision = decision;
    row.persistAndFlush();
    StoredScalingDecision stored = row.toRecord();
    recorded.fire(stored);
    return stored;
  }

  private static ScalingDecisionEntity begin(PoolName pool, ScalingDecision decision, Instant now) {
    ScalingDecisionEntity row = new ScalingDecisionEntity();
    row.pool = pool.value();
    row.action = decision.action().wireName();
    row.at = now;
    return row;
  }

  public Optional<StoredScalingDecision> newest(PoolName pool) {
    return ScalingDecisionEntity.newest(pool).map(ScalingDecisionEntity::toRecord);
  }

  /**
   * The newest first.
   *
   * @param since only those that were made then or later
   */
  ScalingDecisionPage page(
      PoolName pool,
      Optional<ScalingAction> action,
      Optional<Instant> since,
      DecisionCursor after,
      int limit) {
    StringBuilder where = new StringBuilder("pool = :pool and sequence < :before");
    Parameters parameters = Parameters.with("pool", pool.value()).and("before", after.before());
    action.ifPresent(
        wanted -> {
          where.append(" and action = :action");
          parameters.and("action", wanted.wireName());
        });
    since.ifPresent(
        then -> {
          where.append(" and lastAt >= :since");
          parameters.and("since", then);
        });
    List<ScalingDecisionEntity> found =
        ScalingDecisionEntity.<ScalingDecisionEntity>find(
                where + " order by sequence desc", parameters)
            .range(0, limit)
            .list();
    boolean more = found.size() > limit;
    List<ScalingDecisionEntity> shown = more ? found.subList(0, limit) : found;
    return new ScalingDecisionPage(
        shown.stream().map(ScalingDecisionEntity::toRecord).toList(),
        more
            ? Optional.of(new DecisionCursor(shown.get(limit - 1).sequence).text())
            : Optional.empty());
  }
}
