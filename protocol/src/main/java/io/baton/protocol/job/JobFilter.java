package io.baton.protocol.job;

import io.baton.protocol.access.OwnerName;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.field.Fields;
import io.baton.protocol.label.LabelSelector;
import io.baton.protocol.node.NodeId;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses jobs: those that fit every part.
 *
 * @param statuses of which the job has one, at most 6 entries; default any
 * @param labels which the job has, all of them, at most 32 entries; default none
 * @param createdAfter submitted then or later, years 1 to 9999; absent: whenever
 * @param createdBefore submitted before then, years 1 to 9999; absent: whenever
 * @param dataset that the job trains on; absent: any
 * @param node that the job's newest attempt is or was on; absent: any
 * @param owner whose the job is; absent: everybody's that the caller may see
 */
public record JobFilter(
    Set<JobStatus> statuses,
    List<LabelSelector> labels,
    Optional<Instant> createdAfter,
    Optional<Instant> createdBefore,
    Optional<DatasetId> dataset,
    Optional<NodeId> node,
    Optional<OwnerName> owner) {
  /** Every job. */
  public static final JobFilter ALL = new JobFilter(null, null, null, null, null, null, null);

  private static final Instant FIRST = Instant.parse("0001-01-01T00:00:00Z");
  private static final Instant LAST = Instant.parse("9999-12-31T23:59:59.999999Z");

  public JobFilter {
    statuses =
        statuses == null || statuses.isEmpty()
            ? Set.copyOf(EnumSet.allOf(JobStatus.class))
            : Set.copyOf(statuses);
    labels = Fields.listOrEmpty(labels);
    Fields.inRange("label", labels.size(), 0, 32);
    createdAfter = Fields.orDefault(createdAfter, Optional.empty());
    createdAfter.ifPresent(at -> Fields.inRange("createdAfter", at, FIRST, LAST));
    createdBefore = Fields.orDefault(createdBefore, Optional.empty());
    createdBefore.ifPresent(at -> Fields.inRange("createdBefore", at, FIRST, LAST));
    dataset = Fields.orDefault(dataset, Optional.empty());
    node = Fields.orDefault(node, Optional.empty());
    owner = Fields.orDefault(owner, Optional.empty());
  }

  public static JobFilter of(JobStatus... statuses) {
    return new JobFilter(Set.of(statuses), null, null, null, null, null, null);
  }

  public JobFilter ownedBy(OwnerName newOwner) {
    return new JobFilter(
        statuses, labels, createdAfter, createdBefore, dataset, node, Optional.of(newOwner));
  }
}
