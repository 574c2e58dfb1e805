package io.baton.api.pool.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.baton.api.time.DatabaseClock;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.pool.PolicyChange;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.PoolPolicy;
import io.baton.protocol.pool.StoredPoolPolicy;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** How pools follow their demand, and what their nodes cost. */
@ApplicationScoped
@Transactional
public class Policies {
  /** Of a policy that nobody ever set; no other transaction sees such a row. */
  private static final long NEVER_SET = 0;

  private static final String BEGIN =
      """
      insert into pool_policy (pool, version, updated_at) values (:pool, 0, baton_now())
      on conflict (pool) do nothing
      """;

  private final EntityManager entities;
  private final PolicyPatch patches;
  private final DatabaseClock clock;

  Policies(EntityManager entities, PolicyPatch patches, DatabaseClock clock) {
    this.entities = entities;
    this.patches = patches;
    this.clock = clock;
  }

  /** The defaults where nobody set one. */
  public StoredPoolPolicy of(PoolName pool) {
    return PoolPolicyEntity.<PoolPolicyEntity>findByIdOptional(pool.value())
        .map(PoolPolicyEntity::toRecord)
        .orElseGet(
            () ->
                new StoredPoolPolicy(
                    pool, PoolPolicy.DEFAULT, NEVER_SET, Optional.empty(), Optional.empty()));
  }

  /** The pools whose policy was set. */
  public Set<PoolName> set() {
    return PoolPolicyEntity.<PoolPolicyEntity>streamAll()
        .map(row -> new PoolName(row.pool))
        .collect(Collectors.toSet());
  }

  /** Changes of a policy, the newest first, from before a version on. */
  public List<PolicyChange> changes(PoolName pool, long before, int limit) {
    return PolicyChangeEntity.before(pool, before, limit).stream()
        .map(PolicyChangeEntity::toRecord)
        .toList();
  }

  /**
   * Replaces the whole policy.
   *
   * @param by the name of the key that does
   */
  StoredPoolPolicy replace(PoolName pool, PoolPolicy policy, ExpectedVersion expected, String by) {
    return change(pool, expected, by, before -> policy);
  }

  /** Changes what the patch names; {@code by} as in {@link #replace}. */
  StoredPoolPolicy patch(PoolName pool, JsonNode patch, ExpectedVersion expected, String by) {
    return change(pool, expected, by, before -> patches.apply(patch, before));
  }

  /**
   * Looks at what the record itself cannot.
   *
   * @throws InvalidFieldException for what cannot be followed
   */
  public void requireFollowable(PoolPolicy policy) {
    requireFollowable(policy, clock.now());
  }

  private StoredPoolPolicy change(
      PoolName pool, ExpectedVersion expected, String by, UnaryOperator<PoolPolicy> change) {
    entities.createNativeQuery(BEGIN).setParameter("pool", pool.value()).executeUpdate();
    PoolPolicyEntity row = PoolPolicyEntity.findById(pool.value(), LockModeType.PESSIMISTIC_WRITE);
    expected.require(row.version, Optional.ofNullable(row.updatedBy));
    Instant now = clock.now();
    PoolPolicy after = change.apply(row.policy);
    requireFollowable(after, now);
    List<PolicyChange.FieldChange> fields = PolicyDifference.between(row.policy, after);
    if (row.version == NEVER_SET || !fields.isEmpty()) {
      row.policy = after;
      row.nodePricePerHour = after.nodePricePerHour().orElse(null);
      row.version++;
      row.updatedAt = now;
      row.updatedBy = by;
      PolicyChangeEntity.of(new PolicyChange(pool, row.version, now, by, fields)).persist();
    }
    return row.toRecord();
  }

  private static void requireFollowable(PoolPolicy policy, Instant now) {
    ScheduleRules.require(policy.schedules(), now);
  }
}
