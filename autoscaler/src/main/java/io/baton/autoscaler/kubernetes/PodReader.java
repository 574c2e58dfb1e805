package io.baton.autoscaler.kubernetes;

import io.baton.autoscaler.kubernetes.PoolPod.Phase;
import io.baton.protocol.node.NodeId;
import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.ContainerStateWaiting;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.OwnerReference;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodStatus;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** Takes from a pod what a pool needs to know of it. */
final class PodReader {
  /** Says how dear a pod is: a ReplicaSet deletes those with the lowest value first. */
  static final String DELETION_COST = "controller.kubernetes.io/pod-deletion-cost";

  private static final String NODE_ID = "BATON_NODE_ID";

  /** What a container waits for in the ordinary course of its start. */
  private static final Set<String> NO_OBSTACLE = Set.of("ContainerCreating", "PodInitializing");

  private PodReader() {}

  /** The pod, unless it has ended, or belongs to another workload with the same labels. */
  static Optional<PoolPod> read(Pod pod, KubernetesPoolSettings settings, Workload workload) {
    Optional<String> owner = owner(pod, settings, workload);
    PodStatus status = Optional.ofNullable(pod.getStatus()).orElseGet(PodStatus::new);
    String phase = Optional.ofNullable(status.getPhase()).orElse("Pending");
    if (owner.isEmpty() || phase.equals("Succeeded") || phase.equals("Failed")) {
      return Optional.empty();
    }
    Instant created = instant(pod.getMetadata().getCreationTimestamp()).orElse(Instant.EPOCH);
    return Optional.of(
        new PoolPod(
            pod.getMetadata().getName(),
            pod.getMetadata().getUid(),
            node(pod),
            Optional.ofNullable(pod.getSpec().getNodeName()).filter(name -> !name.isEmpty()),
            switch (phase) {
              case "Pending" -> Phase.PENDING;
              case "Running" -> Phase.RUNNING;
              default -> Phase.UNKNOWN;
            },
            pod.getMetadata().getDeletionTimestamp() != null,
            deletionCost(pod),
            owner.get(),
            created,
            condition(status, "Ready", "True").flatMap(c -> instant(c.getLastTransitionTime())),
            status.getContainerStatuses().stream()
                .mapToInt(container -> Optional.ofNullable(container.getRestartCount()).orElse(0))
                .sum(),
            runningSince(status).orElse(created),
            unscheduled(status).or(() -> waiting(status))));
  }

  /** A Deployment's ReplicaSets have its name and the hash of the template as theirs. */
  private static Optional<String> owner(
      Pod pod, KubernetesPoolSettings settings, Workload workload) {
    Optional<OwnerReference> controller =
        pod.getMetadata().getOwnerReferences().stream()
            .filter(reference -> Boolean.TRUE.equals(reference.getController()))
            .findFirst();
    return controller
        .filter(
            reference ->
                switch (settings.kind()) {
                  case DEPLOYMENT ->
                      reference.getKind().equals("ReplicaSet")
                          && reference
                              .getName()
                              .equals(
                                  settings.name()
                                      + "-"
                                      + pod.getMetadata().getLabels().get("pod-template-hash"));
                  case STATEFUL_SET -> workload.uid().equals(reference.getUid());
                })
        .map(OwnerReference::getName);
  }

  /** As the pod's environment says: its name, its uid, or a text of its own. */
  private static Optional<NodeId> node(Pod pod) {
    return pod.getSpec().getContainers().stream()
        .flatMap(container -> container.getEnv().stream())
        .filter(variable -> variable.getName().equals(NODE_ID))
        .findFirst()
        .flatMap(variable -> value(variable, pod))
        .flatMap(PodReader::nodeId);
  }

  private static Optional<String> value(EnvVar variable, Pod pod) {
    if (variable.getValueFrom() == null || variable.getValueFrom().getFieldRef() == null) {
      return Optional.ofNullable(variable.getValue());
    }
    return switch (variable.getValueFrom().getFieldRef().getFieldPath()) {
      case "metadata.name" -> Optional.of(pod.getMetadata().getName());
      case "metadata.uid" -> Optional.of(pod.getMetadata().getUid());
      default -> Optional.empty();
    };
  }

  private static Optional<NodeId> nodeId(String value) {
    try {
      return Optional.of(new NodeId(value));
    } catch (IllegalArgumentException notOne) {
      // The node's own start fails on it, and says so.
      return Optional.empty();
    }
  }

  private static int deletionCost(Pod pod) {
    try {
      return Optional.ofNullable(pod.getMetadata().getAnnotations())
          .map(annotations -> annotations.get(DELETION_COST))
          .map(Integer::parseInt)
          .orElse(0);
    } catch (NumberFormatException asIfThereWereNone) {
      return 0;
    }
  }

  private static Optional<Instant> runningSince(PodStatus status) {
    return status.getContainerStatuses().stream()
        .map(ContainerStatus::getState)
        .filter(state -> state != null && state.getRunning() != null)
        .flatMap(state -> instant(state.getRunning().getStartedAt()).stream())
        .min(Comparator.naturalOrder());
  }

  private static Optional<String> unscheduled(PodStatus status) {
    return condition(status, "PodScheduled", "False")
        .map(c -> c.getMessage() == null ? String.valueOf(c.getReason()) : c.getMessage());
  }

  private static Optional<String> waiting(PodStatus status) {
    return Stream.concat(
            status.getInitContainerStatuses().stream(), status.getContainerStatuses().stream())
        .map(ContainerStatus::getState)
        .filter(state -> state != null)
        .map(ContainerState::getWaiting)
        .filter(waiting -> waiting != null && waiting.getReason() != null)
        .filter(waiting -> !NO_OBSTACLE.contains(waiting.getReason()))
        .map(PodReader::sentence)
        .findFirst();
  }

  private static String sentence(ContainerStateWaiting waiting) {
    return waiting.getMessage() == null
        ? waiting.getReason()
        : waiting.getReason() + ": " + waiting.getMessage();
  }

  private static Optional<PodCondition> condition(PodStatus status, String type, String value) {
    return status.getConditions().stream()
        .filter(each -> each.getType().equals(type) && each.getStatus().equals(value))
        .findFirst();
  }

  private static Optional<Instant> instant(String time) {
    return Optional.ofNullable(time).map(Instant::parse);
  }
}
