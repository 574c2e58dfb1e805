package io.baton.api.pool.scaler;

import io.baton.api.persistence.JsonText;
import io.baton.api.problem.ProblemException;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.ScalerBeat;
import io.baton.protocol.pool.ScalerLease;
import io.baton.protocol.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.Optional;

/**
 * Which autoscaler may act on a pool: each change compares and sets in one statement, on the
 * database's clock. Should that clock be set back, no pool waits for the time it showed before: no
 * lease is longer than an hour.
 */
@ApplicationScoped
@Transactional
public class ScalerLeases {
  private static final String BEAT =
      """
      insert into pool_scaler (pool, holder, held_since, held_until, beat_at, report)
      values (:pool, :holder, baton_now(), baton_now() + :seconds * interval '1 second', baton_now(),
        cast(:report as text))
      on conflict (pool) do update set
        holder = excluded.holder,
        held_since = case when pool_scaler.holder = excluded.holder then pool_scaler.held_since
          else excluded.held_since end,
        held_until = excluded.held_until, beat_at = excluded.beat_at, report = excluded.report
      where pool_scaler.holder = excluded.holder or pool_scaler.held_until <= excluded.beat_at
        or pool_scaler.held_until > excluded.beat_at + interval '1 hour'
      """;
  private static final String GIVE_UP =
      """
      update pool_scaler set held_until = baton_now()
      where pool = :pool and holder = :holder and held_until > baton_now()
      """;
  private static final String HELD =
      """
      select holder from pool_scaler
      where pool = :pool and holder = :holder and held_until > baton_now()
      for no key update
      """;

  private final EntityManager entities;

  ScalerLeases(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * Gives or renews the lease, unless another has it. What the provider runs is noted only where it
   * was given.
   *
   * @return whose it is now
   */
  ScalerLease beat(PoolName pool, ScalerBeat beat) {
    entities
        .createNativeQuery(BEAT)
        .setParameter("pool", pool.value())
        .setParameter("holder", beat.holder())
        .setParameter("seconds", beat.leaseSeconds())
        .setParameter("report", beat.report().map(JsonText::of).orElse(null))
        .executeUpdate();
    return of(pool).orElseThrow().toLease();
  }

  /** Lets another have the lease at once; somebody else's stays. */
  void giveUp(PoolName pool, String holder) {
    entities
        .createNativeQuery(GIVE_UP)
        .setParameter("pool", pool.value())
        .setParameter("holder", holder)
        .executeUpdate();
  }

  /** The newest holder, whose lease may be over; empty where no autoscaler ever asked. */
  public Optional<PoolScalerEntity> of(PoolName pool) {
    return PoolScalerEntity.findByIdOptional(pool.value());
  }

  /**
   * Keeps the lease as it is until the transaction ends.
   *
   * @throws ProblemException with {@code scaler-lease-lost} if this one has no lease that is not
   *     over
   */
  @Transactional(Transactional.TxType.MANDATORY)
  public void requireHeld(PoolName pool, String holder) {
    boolean held =
        !entities
            .createNativeQuery(HELD, String.class)
            .setParameter("pool", pool.value())
            .setParameter("holder", holder)
            .getResultList()
            .isEmpty();
    if (!held) {
      throw new ProblemException(
          ErrorCode.SCALER_LEASE_LOST,
          "'"
              + holder
              + "' has no lease to act on pool "
              + pool
              + of(pool).map(other -> ": " + text(other, holder)).orElse(": nobody has"));
    }
  }

  private static String text(PoolScalerEntity newest, String holder) {
    return newest.holder.equals(holder)
        ? "it ended at " + newest.heldUntil + "; ask for it again."
        : "'" + newest.holder + "' had it until " + newest.heldUntil + ".";
  }
}
