package io.baton.k8s;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The objects of an overlay. */
record Manifests(List<HasMetadata> objects) {

  static Manifests of(Documents documents) {
    return new Manifests(documents.trees().stream().map(StrictModel::parse).toList());
  }

  <T extends HasMetadata> List<T> all(Class<T> type) {
    return objects.stream().filter(type::isInstance).map(type::cast).toList();
  }

  <T extends HasMetadata> Optional<T> find(Class<T> type, String name) {
    return all(type).stream()
        .filter(object -> object.getMetadata().getName().equals(name))
        .findFirst();
  }

  List<Workload> workloads() {
    return Stream.concat(
            all(Deployment.class).stream().map(Workload::of),
            all(StatefulSet.class).stream().map(Workload::of))
        .toList();
  }

  Optional<Workload> workload(String name) {
    return workloads().stream().filter(workload -> workload.name().equals(name)).findFirst();
  }

  /** A setting of a container of ours, from its ConfigMaps or given to it directly. */
  Optional<String> setting(Workload workload, String key) {
    return workload.pod().getContainers().stream()
        .flatMap(container -> container.getEnvFrom().stream())
        .filter(source -> source.getConfigMapRef() != null)
        .flatMap(source -> find(ConfigMap.class, source.getConfigMapRef().getName()).stream())
        .flatMap(map -> Stream.ofNullable(map.getData().get(key)))
        .findFirst();
  }

  static String describe(HasMetadata object) {
    return object.getKind() + " " + object.getMetadata().getName();
  }
}
