package io.baton.autoscaler.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodCondition;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The order in which a ReplicaSet deletes its pods, rule by rule as Kubernetes documents {@code
 * ActivePodsWithRanks}; ages are compared exactly, not on its logarithmic scale.
 */
final class ReplicaSetRanking implements Comparator<Pod> {
  private final Comparator<Pod> rules;

  ReplicaSetRanking(List<Pod> related) {
    rules =
        Comparator.comparing((Pod pod) -> machine(pod).isPresent())
            .thenComparing(pod -> List.of("Pending", "Unknown", "Running").indexOf(phase(pod)))
            .thenComparing(pod -> ready(pod).isPresent())
            .thenComparing(ReplicaSetRanking::cost)
            .thenComparing(
                Comparator.comparing(
                        (Pod pod) ->
                            related.stream().filter(r -> machine(r).equals(machine(pod))).count())
                    .reversed())
            .thenComparing(Comparator.comparing((Pod pod) -> ready(pod).orElse("")).reversed())
            .thenComparing(Comparator.comparing(ReplicaSetRanking::restarts).reversed())
            .thenComparing(
                Comparator.comparing((Pod pod) -> pod.getMetadata().getCreationTimestamp())
                    .reversed());
  }

  @Override
  public int compare(Pod one, Pod other) {
    return rules.compare(one, other);
  }

  private static Optional<String> machine(Pod pod) {
    return Optional.ofNullable(pod.getSpec().getNodeName());
  }

  private static String phase(Pod pod) {
    return pod.getStatus().getPhase();
  }

  private static Optional<String> ready(Pod pod) {
    return pod.getStatus().getConditions().stream()
        .filter(c -> c.getType().equals("Ready") && c.getStatus().equals("True"))
        .map(PodCondition::getLastTransitionTime)
        .findFirst();
  }

  private static int cost(Pod pod) {
    return Optional.ofNullable(pod.getMetadata().getAnnotations())
        .map(annotations -> annotations.get("controller.kubernetes.io/pod-deletion-cost"))
        .map(Integer::parseInt)
        .orElse(0);
  }

  private static int restarts(Pod pod) {
    return pod.getStatus().getContainerStatuses().stream()
        .mapToInt(ContainerStatus::getRestartCount)
        .sum();
  }
}
