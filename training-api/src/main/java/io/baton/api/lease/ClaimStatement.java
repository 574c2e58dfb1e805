package io.baton.api.lease;

import io.baton.api.persistence.JsonText;
import io.baton.protocol.job.BaseModel;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.work.NodeCapabilities;
import io.baton.protocol.work.WorkRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Tuple;
import jakarta.transaction.Transactional;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

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
    for (ClaimSql sql : EVER_FURTHER) {
      Tuple row = run(sql, request, lease);
      if (row.get("id") != null) {
        return Optional.of(claimed(row));
      }
      if (!row.get("more_in_line", Boolean.class)) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  private Tuple run(ClaimSql sql, WorkRequest request, Duration lease) {
    NodeCapabilities capabilities = request.capabilities();
    return (Tuple)
        entities
            .createNativeQuery(sql.text(), Tuple.class)
            .setParameter("node", request.node().value())
            .setParameter("pool", request.pool().value())
            // No job asks for a GPU without a name.
            .setParameter("gpu", capabilities.gpu().orElse(""))
            .setParameter("gpuMemory", capabilities.gpuMemoryBytes().orElse(0L))
            .setParameter("labels", JsonText.of(capabilities.labels()))
            .setParameter("cachedModels", names(capabilities.cachedBaseModels()))
            .setParameter("leaseMillis", lease.toMillis())
            .getSingleResult();
  }

  private static String[] names(List<BaseModel> models) {
    return models.stream().map(BaseModel::name).toArray(String[]::new);
  }

  private static Claimed claimed(Tuple row) {
    boolean wasRunning = JobStatus.RUNNING.wireName().equals(row.get("former_status"));
    Optional<Claimed.Superseded> superseded =
        wasRunning
            ? Optional.of(
                new Claimed.Superseded(
                    row.get("former_attempt", Integer.class),
                    row.get("former_node", String.class),
                    row.get("former_step", Integer.class)))
            : Optional.empty();
    return new Claimed(
        row.get("id", String.class), row.get("claimed_at", Instant.class), superseded);
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
