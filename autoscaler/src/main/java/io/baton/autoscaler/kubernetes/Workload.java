package io.baton.autoscaler.kubernetes;

import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.DeploymentCondition;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.Optional;

/**
 * A Deployment or a StatefulSet at one moment.
 *
 * @param uid of the object
 * @param resourceVersion that a change must name, so that it is refused if another came first
 * @param replicas that it was asked for
 * @param selector of its pods
 * @param firstOrdinal number of a StatefulSet's first pod; 0 for a Deployment
 * @param failure why it cannot make pods, in Kubernetes' words
 */
record Workload(
    String uid,
    String resourceVersion,
    int replicas,
    LabelSelector selector,
    int firstOrdinal,
    Optional<String> failure) {

  static Workload of(Deployment deployment) {
    return new Workload(
        deployment.getMetadata().getUid(),
        deployment.getMetadata().getResourceVersion(),
        // Kubernetes' default where none is given.
        Optional.ofNullable(deployment.getSpec().getReplicas()).orElse(1),
        deployment.getSpec().getSelector(),
        0,
        failure(deployment));
  }

  static Workload of(StatefulSet set) {
    int first =
        Optional.ofNullable(set.getSpec().getOrdinals())
            .flatMap(ordinals -> Optional.ofNullable(ordinals.getStart()))
            .orElse(0);
    return new Workload(
        set.getMetadata().getUid(),
        set.getMetadata().getResourceVersion(),
        Optional.ofNullable(set.getSpec().getReplicas()).orElse(1),
        set.getSpec().getSelector(),
        first,
        Optional.empty());
  }

  /** A quota that is used up, for one, is told by the condition ReplicaFailure. */
  private static Optional<String> failure(Deployment deployment) {
    return Optional.ofNullable(deployment.getStatus()).stream()
        .flatMap(status -> status.getConditions().stream())
        .filter(each -> each.getType().equals("ReplicaFailure") && each.getStatus().equals("True"))
        .map(DeploymentCondition::getMessage)
        .filter(message -> message != null && !message.isBlank())
        .findFirst();
  }
}
