package io.baton.api.lease;

import io.baton.protocol.job.JobStatus;
import io.baton.protocol.work.WorkRequest;
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
import java.util.List;
import java.util.Optional;
import org.hibernate.Session;

/**
 * Hands a job to a node in one SQL statement ({@link ClaimSql}).
 *
 * <p>The statement looks at the first few jobs in line, without locking them, and takes the first
 * that nobody else is taking. If others hold all of them, it looks again, further down the line: so
 * the order holds however many nodes ask at once, and a node is told that there is nothing only
 * when there is nothing.
 */
@ApplicationScoped
public class ClaimStatement {
  private static final List<ClaimSql> EVER_FURTHER =
      List.of(ClaimSql.lookingAt(16), ClaimSql.lookingAt(512), ClaimSql.lookingAt(100_000));

  private final EntityManager entities;

  ClaimStatement(EntityManager entities) {
    this.entities = entities;
  }

  /** Empty when there is nothing for the node. The claimed row stays locked. */
  @Transactional(Transactional.TxType.MANDATORY)
  public Optional<Claimed> claim(WorkRequest request, Duration lease) {
    // Hibernate would read this long text anew for each claim.
    return entities
        .unwrap(Session.class)
        .doReturningWork(connection -> claim(connection, request, lease));
  }

  private static Optional<Claimed> claim(Connection connection, WorkRequest request, Duration lease)
      throws SQLException {
    for (ClaimSql sql : EVER_FURTHER) {
      try (PreparedStatement statement = sql.prepare(connection, request, lease);
          ResultSet row = statement.executeQuery()) {
        row.next();
        if (row.getString("id") != null) {
          return Optional.of(claimed(row));
        }
        if (!row.getBoolean("more_in_line")) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private static Claimed claimed(ResultSet row) throws SQLException {
    boolean wasRunning = JobStatus.RUNNING.wireName().equals(row.getString("former_status"));
    Optional<Claimed.Superseded> superseded =
        wasRunning
            ? Optional.of(
                new Claimed.Superseded(
                    row.getInt("former_attempt"),
                    row.getString("former_node"),
                    row.getInt("former_step")))
            : Optional.empty();
    return new Claimed(
        row.getString("id"),
        row.getObject("claimed_at", OffsetDateTime.class).toInstant(),
        superseded);
  }

  /**
   * A job that now belongs to the node that asked.
   *
   * @param at on the database's clock
   * @param superseded the attempt whose lapsed lease it took over
   */
  public record Claimed(String jobId, Instant at, Optional<Superseded> superseded) {

    /**
     * The attempt whose lease had lapsed.
     *
     * @param step the last it reported
     */
    public record Superseded(int attempt, String nodeId, int step) {}
  }
}
