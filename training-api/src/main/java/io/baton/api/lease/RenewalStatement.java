package io.baton.api.lease;

import io.baton.api.config.BatonConfig;
import io.baton.api.job.PhaseColumn;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.work.AtRisk;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * Renews many leases in one statement, each fenced by attempt, pool and unexpired lease. What is
 * not in the answer was not renewed.
 */
@ApplicationScoped
class RenewalStatement {
  /** What to do about jobs whose row somebody else holds right now. */
  enum Locked {
    /** One long transaction must not hold up all nodes. */
    SKIP(" skip locked"),
    WAIT("");

    private final String clause;

    Locked(String clause) {
      this.clause = clause;
    }
  }

  /**
   * A lease that was renewed.
   *
   * @param drain why the node shall give the job back
   */
  record Renewed(Instant until, Optional<String> drain) {}

  private static final String RENEW =
      """
      with beat as (
        select * from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          as beat (job_id, attempt, pool, phase, step, known_step, loss, steps_per_second, steps_at_risk, seconds_at_risk)
      ), held as (
        select beat.* from beat join job on job.id = beat.job_id
        where job.attempt = beat.attempt and job.status = 'running' and job.lease_expires_at > baton_now()
          and beat.step <= job.total_steps and job.node_pool = coalesce(beat.pool, job.node_pool)
        for no key update of job{LOCKED}
      ), renewed as (
        update job set
          lease_expires_at = baton_now() + ? * interval '1 millisecond',
          phase = held.phase,
          phase_since = case when job.phase = held.phase then coalesce(job.phase_since, baton_now()) else baton_now() end,
          step = coalesce(held.known_step, job.step),
          loss = coalesce(held.loss, job.loss),
          steps_per_second = held.steps_per_second,
          steps_at_risk = held.steps_at_risk,
          seconds_at_risk = held.seconds_at_risk,
          updated_at = baton_now()
        from held where job.id = held.job_id
        returning job.id, job.lease_expires_at, job.node_id, job.granted_steps < job.total_steps as extended
      ), seen as (
        update node set last_seen_at = baton_now()
        where id in (
          select id from node
          where id in (select node_id from renewed) and last_seen_at < baton_now() - interval '10 seconds'
          for no key update skip locked)
      )
      select renewed.id, renewed.lease_expires_at,
        case when node.quarantined_until > baton_now() then node.quarantine_reason
          when node.draining_since is not null then node.drain_reason
          when renewed.extended then 'The job was extended to more steps.' end
      from renewed join node on node.id = renewed.node_id
      """;

  private final DataSource database;
  private final long leaseMillis;
  private final PhaseColumn phases = new PhaseColumn();

  RenewalStatement(DataSource database, BatonConfig config) {
    this.database = database;
    this.leaseMillis = config.lease().duration().toMillis();
  }

  /**
   * Renews the leases of different jobs; committed when it returns.
   *
   * @return by job
   */
  Map<String, Renewed> renew(List<Beat> beats, Locked locked) throws SQLException {
    String sql = RENEW.replace("{LOCKED}", locked.clause);
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      Columns columns = new Columns(connection, beats);
      statement.setArray(1, columns.of("text", Beat::job));
      statement.setArray(2, columns.of("int4", beat -> beat.token().attempt().number()));
      statement.setArray(
          3, columns.of("text", beat -> beat.token().pool().map(PoolName::value).orElse(null)));
      statement.setArray(
          4, columns.of("text", beat -> phases.convertToDatabaseColumn(beat.heartbeat().phase())));
      statement.setArray(5, columns.of("int4", beat -> beat.heartbeat().step()));
      statement.setArray(6, columns.of("int4", RenewalStatement::knownStep));
      statement.setArray(7, columns.of("float8", beat -> beat.heartbeat().loss().orElse(null)));
      statement.setArray(
          8, columns.of("float8", beat -> beat.heartbeat().stepsPerSecond().orElse(null)));
      statement.setArray(
          9, columns.of("int4", beat -> beat.heartbeat().atRisk().map(AtRisk::steps).orElse(null)));
      statement.setArray(
          10,
          columns.of(
              "float8", beat -> beat.heartbeat().atRisk().map(AtRisk::seconds).orElse(null)));
      statement.setLong(11, leaseMillis);
      try (ResultSet rows = statement.executeQuery()) {
        return read(rows);
      }
    }
  }

  private static Integer knownStep(Beat beat) {
    return beat.knownStep().isPresent() ? beat.knownStep().getAsInt() : null;
  }

  private static Map<String, Renewed> read(ResultSet rows) throws SQLException {
    Map<String, Renewed> renewed = new HashMap<>();
    while (rows.next()) {
      renewed.put(
          rows.getString(1),
          new Renewed(
              rows.getObject(2, OffsetDateTime.class).toInstant(),
              Optional.ofNullable(rows.getString(3))));
    }
    return renewed;
  }

  /** Turns beats into columns. */
  private record Columns(Connection connection, List<Beat> beats) {
    Array of(String type, Function<Beat, Object> value) throws SQLException {
      return connection.createArrayOf(type, beats.stream().map(value).toArray());
    }
  }
}
