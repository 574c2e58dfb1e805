package io.baton.autoscaler.saladcloud;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.baton.autoscaler.pool.InstanceId;
import io.baton.autoscaler.pool.InstanceState;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.node.NodeId;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * Of SaladCloud's ContainerGroupInstance what a pool needs.
 *
 * @param id of this run of the container: a restart has another
 * @param machineId the machine, which the container knows as {@code SALAD_MACHINE_ID}
 * @param state what it is about
 * @param updateTime when its state last changed
 * @param deletionCost 0 to 100,000, default 0: when replicas are taken away, those with the lowest
 *     go
 */
@JsonNaming(SnakeCaseStrategy.class)
record GroupInstance(
    String id,
    Optional<String> machineId,
    GroupInstanceState state,
    Instant updateTime,
    int deletionCost) {
  /** The least far first, and of those the newest. */
  static final Comparator<GroupInstance> LEAST_TO_LOSE =
      Comparator.comparing(GroupInstance::state)
          .thenComparing(Comparator.comparing(GroupInstance::updateTime).reversed())
          .thenComparing(GroupInstance::id);

  private static final String NO_MACHINE = "00000000-0000-0000-0000-000000000000";

  GroupInstance {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(state, "state");
    Objects.requireNonNull(updateTime, "update_time");
    machineId =
        machineId == null
            ? Optional.empty()
            : machineId.filter(machine -> !machine.isBlank() && !machine.equals(NO_MACHINE));
  }

  InstanceId instanceId() {
    return new InstanceId(id);
  }

  /**
   * The machine's id: an agent on SaladCloud calls itself so. The instance's own would not do, as a
   * machine that was replaced, and comes back, is to be known again.
   */
  Optional<NodeId> node() {
    try {
      return state == GroupInstanceState.ALLOCATING ? Optional.empty() : machineId.map(NodeId::new);
    } catch (InvalidFieldException noNodeCanHaveIt) {
      return Optional.empty();
    }
  }

  boolean pending() {
    return state.means() == InstanceState.PENDING;
  }

  boolean stopping() {
    return state == GroupInstanceState.STOPPING;
  }

  /**
   * SaladCloud's ContainerGroupInstanceCollection.
   *
   * @param instances at most 1,000
   */
  record Collection(List<GroupInstance> instances) {
    Collection {
      Objects.requireNonNull(instances, "instances");
      instances = List.copyOf(instances);
    }
  }
}
