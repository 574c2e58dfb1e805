package io.baton.k8s;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** What makes pods. */
record Workload(
    String name,
    LabelSelector selector,
    PodTemplateSpec template,
    List<PersistentVolumeClaim> claims) {

  static Workload of(Deployment deployment) {
    return new Workload(
        "Deployment " + deployment.getMetadata().getName(),
        deployment.getSpec().getSelector(),
        deployment.getSpec().getTemplate(),
        List.of());
  }

  static Workload of(StatefulSet set) {
    return new Workload(
        "StatefulSet " + set.getMetadata().getName(),
        set.getSpec().getSelector(),
        set.getSpec().getTemplate(),
        set.getSpec().getVolumeClaimTemplates());
  }

  PodSpec pod() {
    return template.getSpec();
  }

  Map<String, String> labels() {
    return template.getMetadata().getLabels();
  }

  List<Container> containers() {
    return Stream.concat(pod().getInitContainers().stream(), pod().getContainers().stream())
        .toList();
  }

  boolean hasPort(String port) {
    return pod().getContainers().stream()
        .flatMap(container -> container.getPorts().stream())
        .anyMatch(it -> port.equals(it.getName()));
  }

  boolean hasPort(int port) {
    return pod().getContainers().stream()
        .flatMap(container -> container.getPorts().stream())
        .anyMatch(it -> it.getContainerPort() == port);
  }
}
