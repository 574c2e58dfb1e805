package io.baton.autoscaler.saladcloud;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Objects;

/** SaladCloud's Quotas of an organization. */
@JsonNaming(SnakeCaseStrategy.class)
record Quotas(ContainerGroups containerGroupsQuotas) {
  Quotas {
    Objects.requireNonNull(containerGroupsQuotas, "container_groups_quotas");
  }

  /**
   * SaladCloud's ContainerGroupsQuotas.
   *
   * @param containerReplicasQuota replicas that all container groups may have together
   * @param containerReplicasUsed those that they have, started or not
   */
  @JsonNaming(SnakeCaseStrategy.class)
  record ContainerGroups(Integer containerReplicasQuota, Integer containerReplicasUsed) {
    ContainerGroups {
      Objects.requireNonNull(containerReplicasQuota, "container_replicas_quota");
      Objects.requireNonNull(containerReplicasUsed, "container_replicas_used");
    }
  }

  int replicas() {
    return containerGroupsQuotas.containerReplicasQuota();
  }

  /** The most replicas that a group can have which has so many now. */
  int mostFor(ContainerGroup group) {
    int others = containerGroupsQuotas.containerReplicasUsed() - group.replicas();
    return Math.max(0, replicas() - others);
  }
}
