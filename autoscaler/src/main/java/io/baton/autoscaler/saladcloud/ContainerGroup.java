package io.baton.autoscaler.saladcloud;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.Objects;
import java.util.Optional;

/**
 * Of SaladCloud's ContainerGroup what a pool needs.
 *
 * @param replicas instances that it is to have while it is started
 * @param currentState what became of it
 * @param queueAutoscaler how SaladCloud changes the replicas by a job queue; absent: it does not
 * @param scheduledScaling whether SaladCloud changes the replicas by the clock
 */
@JsonNaming(SnakeCaseStrategy.class)
record ContainerGroup(
    Integer replicas,
    State currentState,
    Optional<JsonNode> queueAutoscaler,
    @JsonProperty("scheduled-scaling-enabled") boolean scheduledScaling) {
  /** ContainerGroupReplicas: the most that one container group can have. */
  static final int MOST_REPLICAS = 500;

  ContainerGroup {
    Objects.requireNonNull(replicas, "replicas");
    Objects.requireNonNull(currentState, "current_state");
    queueAutoscaler =
        queueAutoscaler == null ? Optional.empty() : queueAutoscaler.filter(node -> !node.isNull());
  }

  /**
   * SaladCloud's ContainerGroupState.
   *
   * @param description why it is so; often absent
   */
  record State(GroupStatus status, Optional<String> description) {
    State {
      Objects.requireNonNull(status, "status");
      description = description == null ? Optional.empty() : description;
    }
  }

  GroupStatus status() {
    return currentState.status();
  }

  /** Instances that SaladCloud runs or is going to run: none while the group is not started. */
  int requested() {
    return status().keepsReplicas() ? replicas : 0;
  }

  boolean scalesItself() {
    return scheduledScaling || queueAutoscaler.isPresent();
  }
}
