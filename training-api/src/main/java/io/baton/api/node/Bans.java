package io.baton.api.node;

import io.baton.api.job.JobEntity;
import io.baton.api.job.Jobs;
import io.baton.api.notify.Channel;
import io.baton.api.notify.DatabaseNotifications;
import io.baton.api.problem.ProblemException;
import io.baton.protocol.job.JobId;
import io.baton.protocol.node.Ban;
import io.baton.protocol.node.NodeEventType;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.problem.ErrorCode;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.EntityManager;
import jakarta.transaction.Transactional;
import java.util.List;

/** Jobs that nodes do not get: where they failed, and what operators say. */
@ApplicationScoped
@Transactional
public class Bans {
  private static final int MOST = 1000;
  private static final String BAN =
      """
      insert into job_ban (job_id, node_id, reason, by_operator, created_at)
      values (:job, :node, :reason, :byOperator, baton_now())
      on conflict (job_id, node_id) do nothing
      """;

  private final EntityManager entities;
  private final NodeLog log;
  private final DatabaseNotifications notifications;

  Bans(EntityManager entities, NodeLog log, DatabaseNotifications notifications) {
    this.entities = entities;
    this.log = log;
    this.notifications = notifications;
  }

  /** Keeps a job from the node that holds it now, from the end of this attempt on. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void afterFailure(JobEntity job, String reason) {
    insert(job.id, job.nodeId, reason, false);
  }

  /** Lifts what {@link #afterFailure} brought about; the bans that operators set stay. */
  @Transactional(Transactional.TxType.MANDATORY)
  public void liftAfterFailures(JobEntity job) {
    entities
        .createNativeQuery("delete from job_ban where job_id = :job and not by_operator")
        .setParameter("job", job.id)
        .executeUpdate();
  }

  /** Bans a job from a node; the reason of an older ban stays. An attempt that runs goes on. */
  public Ban add(NodeId node, JobId job, String reason) {
    requireNode(node);
    requireJob(job);
    if (insert(job.value(), node.value(), reason, true)) {
      log.append(node.value(), NodeEventType.BANNED, "Banned from job " + job + ": " + reason);
    }
    return JobBanEntity.<JobBanEntity>findById(new JobBanEntity.Key(job.value(), node.value()))
        .toRecord();
  }

  /** Lets a node have a job again. */
  public void lift(NodeId node, JobId job) {
    requireNode(node);
    requireJob(job);
    if (!JobBanEntity.deleteById(new JobBanEntity.Key(job.value(), node.value()))) {
      throw new ProblemException(
          ErrorCode.NOT_FOUND, "Node " + node + " is not banned from job " + job + ".");
    }
    log.append(node.value(), NodeEventType.BAN_LIFTED, "May have job " + job + " again.");
    notifications.send(Channel.WORK);
  }

  /** The newest first, at most 1,000. */
  public List<Ban> of(NodeId node) {
    requireNode(node);
    return newestFirst("nodeId", node.value());
  }

  /** The newest first, at most 1,000. */
  public List<Ban> of(JobId job) {
    requireJob(job);
    return newestFirst("jobId", job.value());
  }

  private static List<Ban> newestFirst(String column, String value) {
    return JobBanEntity.<JobBanEntity>find(
            column + " = ?1 order by createdAt desc, nodeId, jobId", value)
        .page(0, MOST)
        .list()
        .stream()
        .map(JobBanEntity::toRecord)
        .toList();
  }

  private boolean insert(String job, String node, String reason, boolean byOperator) {
    return entities
            .createNativeQuery(BAN)
            .setParameter("job", job)
            .setParameter("node", node)
            .setParameter("reason", reason)
            .setParameter("byOperator", byOperator)
            .executeUpdate()
        == 1;
  }

  private static void requireNode(NodeId node) {
    if (NodeEntity.findById(node.value()) == null) {
      throw Nodes.unknown(node).get();
    }
  }

  private static void requireJob(JobId job) {
    if (JobEntity.findById(job.value()) == null) {
      throw Jobs.noSuch(job);
    }
  }
}
