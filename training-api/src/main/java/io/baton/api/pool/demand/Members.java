package io.baton.api.pool.demand;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.baton.api.config.BatonConfig;
import io.baton.protocol.client.Json;
import io.baton.protocol.label.Labels;
import io.baton.protocol.pool.DrainedBy;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.work.NodeCapabilities;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.hibernate.Session;

/** The nodes of a pool, many at once: of 10,000 rows Hibernate would make slow work. */
@ApplicationScoped
class Members {
  /**
   * A node that is silent for longer, and that is neither in quarantine nor drained by an operator,
   * is gone: pools whose nodes come and go have hundreds of such for each that is there.
   */
  private static final Duration REMEMBERED = Duration.ofHours(1);

  private static final String MEMBERS =
      """
      select node.id, gpu, gpu_memory, cast(labels as text), first_seen_at, last_seen_at, online, online_since,
        quarantined_until, draining_since, drain_by, held.id as job_id, held.seconds_at_risk, held.steps_per_second,
        case when held.id is null then (select max(ended_at) from attempt where attempt.node_id = node.id) end
          as last_ended_at
      from node left join lateral (
        select job.id, job.seconds_at_risk, job.steps_per_second from job
        where job.node_id = node.id and job.status = 'running' and job.lease_expires_at > ?
        limit 1) held on true
      where pool = ? and forgotten_at is null
        and (last_seen_at > ? or quarantined_until > ?
          or (draining_since is not null and drain_by is distinct from 'autoscaler'))
      order by node.id
      """;
  private static final String KINDS =
      """
      select distinct gpu, gpu_memory, cast(labels as text) from node
      where pool = ? and forgotten_at is null
      """;
  private static final String OFFLINE =
      "select count(*) from node where pool = ? and forgotten_at is null and last_seen_at <= ?";

  private final EntityManager entities;
  private final Duration offlineAfter;

  Members(EntityManager entities, BatonConfig config) {
    this.entities = entities;
    this.offlineAfter = config.nodes().offlineAfter();
  }

  /** By id. */
  @Transactional(Transactional.TxType.MANDATORY)
  List<Member> of(PoolName pool, Instant now) {
    return entities.unwrap(Session.class).doReturningWork(connection -> of(connection, pool, now));
  }

  private List<Member> of(Connection connection, PoolName pool, Instant now) throws SQLException {
    Map<String, Labels> labels = new HashMap<>();
    List<Member> members = new ArrayList<>();
    try (PreparedStatement statement = connection.prepareStatement(MEMBERS)) {
      statement.setObject(1, now.atOffset(ZoneOffset.UTC));
      statement.setString(2, pool.value());
      statement.setObject(3, now.minus(REMEMBERED).atOffset(ZoneOffset.UTC));
      statement.setObject(4, now.atOffset(ZoneOffset.UTC));
      try (ResultSet row = statement.executeQuery()) {
        while (row.next()) {
          members.add(member(row, labels, now));
        }
      }
    }
    return members;
  }

  private Member member(ResultSet row, Map<String, Labels> labels, Instant now)
      throws SQLException {
    Instant lastSeenAt = instant(row, "last_seen_at").orElseThrow();
    boolean online = lastSeenAt.isAfter(now.minus(offlineAfter));
    // The presence task may not have seen the change yet.
    Instant since =
        online == row.getBoolean("online")
            ? instant(row, "online_since").orElseThrow()
            : lastSeenAt;
    Instant firstSeenAt = instant(row, "first_seen_at").orElseThrow();
    String job = row.getString("job_id");
    return new Member(
        row.getString("id"),
        capabilities(row, labels),
        online,
        firstSeenAt,
        lastSeenAt,
        Stream.of(Optional.of(firstSeenAt), Optional.of(since), instant(row, "last_ended_at"))
            .flatMap(Optional::stream)
            .max(Instant::compareTo)
            .orElseThrow(),
        job == null
            ? Optional.empty()
            : Optional.of(
                new Member.Held(
                    job,
                    row.getDouble("seconds_at_risk"),
                    Optional.ofNullable((Double) row.getObject("steps_per_second")))),
        instant(row, "quarantined_until").filter(now::isBefore),
        drain(row));
  }

  private static Optional<Member.Drain> drain(ResultSet row) throws SQLException {
    DrainedBy by =
        DrainedBy.AUTOSCALER.wireName().equals(row.getString("drain_by"))
            ? DrainedBy.AUTOSCALER
            : DrainedBy.OPERATOR;
    return instant(row, "draining_since").map(since -> new Member.Drain(by, since));
  }

  /** What the nodes of a pool said of themselves, all that are not forgotten. */
  @Transactional(Transactional.TxType.MANDATORY)
  Set<NodeCapabilities> kinds(PoolName pool) {
    return entities
        .unwrap(Session.class)
        .doReturningWork(
            connection -> {
              Map<String, Labels> labels = new HashMap<>();
              Set<NodeCapabilities> kinds = new HashSet<>();
              try (PreparedStatement statement = connection.prepareStatement(KINDS)) {
                statement.setString(1, pool.value());
                try (ResultSet row = statement.executeQuery()) {
                  while (row.next()) {
                    kinds.add(capabilities(row, labels));
                  }
                }
              }
              return kinds;
            });
  }

  /** How many nodes of a pool are offline and not forgotten, also those that are not listed. */
  @Transactional(Transactional.TxType.MANDATORY)
  int offline(PoolName pool, Instant now) {
    return entities
        .unwrap(Session.class)
        .doReturningWork(
            connection -> {
              try (PreparedStatement statement = connection.prepareStatement(OFFLINE)) {
                statement.setString(1, pool.value());
                statement.setObject(2, now.minus(offlineAfter).atOffset(ZoneOffset.UTC));
                try (ResultSet row = statement.executeQuery()) {
                  row.next();
                  return row.getInt(1);
                }
              }
            });
  }

  private static NodeCapabilities capabilities(ResultSet row, Map<String, Labels> known)
      throws SQLException {
    Optional<String> gpu = Optional.ofNullable(row.getString("gpu"));
    Optional<Long> memory = Optional.ofNullable((Long) row.getObject("gpu_memory"));
    return new NodeCapabilities(
        gpu, memory, List.of(), known.computeIfAbsent(row.getString("labels"), Members::labels));
  }

  private static Labels labels(String json) {
    try {
      return Json.mapper().readValue(json, Labels.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a node's labels cannot be read: " + json, e);
    }
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
