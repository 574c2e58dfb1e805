package io.baton.api.pool.history;

import io.baton.protocol.pool.PoolHistory;
import io.baton.protocol.pool.PoolName;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What became of pools. */
@ApplicationScoped
public class PoolHistories {
  private static final String POINTS =
      """
      with sample as (
        select *, count(*) over () as samples, cast(extract(epoch from at) as double precision) as second
        from pool_sample where pool = :pool and at >= :since and at < :until
      )
      select min(at), count(*), cast(avg(claimable) as double precision),
        cast(avg(requested) as double precision), cast(avg(running_nodes) as double precision),
        cast(avg(busy_nodes) as double precision), avg(cost_per_hour)
      from sample
      group by case when samples <= :points then second else width_bucket(second,
        cast(extract(epoch from cast(:since as timestamptz)) as double precision),
        cast(extract(epoch from cast(:until as timestamptz)) as double precision), :points) end
      order by 1
      """;

  private final EntityManager entities;

  PoolHistories(EntityManager entities) {
    this.entities = entities;
  }

  /**
   * The samples from one instant to before another, as the means of so many equal stretches of time
   * at most.
   *
   * @param until after {@code since}
   */
  @Transactional
  public PoolHistory of(PoolName pool, Instant since, Instant until, int points) {
    @SuppressWarnings("unchecked")
    List<Tuple> rows =
        entities
            .createNativeQuery(POINTS, Tuple.class)
            .setParameter("pool", pool.value())
            .setParameter("since", since)
            .setParameter("until", until)
            .setParameter("points", points)
            .getResultList();
    return new PoolHistory(
        pool,
        rows.stream()
            .map(
                row ->
                    new PoolHistory.Point(
                        row.get(0, Instant.class),
                        Math.toIntExact(row.get(1, Long.class)),
                        row.get(2, Double.class),
                        Optional.ofNullable(row.get(3, Double.class)),
                        row.get(4, Double.class),
                        row.get(5, Double.class),
                        Optional.ofNullable(row.get(6, Double.class))))
            .toList());
  }
}
