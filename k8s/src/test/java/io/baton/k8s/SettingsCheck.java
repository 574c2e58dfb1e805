package io.baton.k8s;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Our programs are given only settings that they read: a misspelt one would be silently ignored.
 */
final class SettingsCheck implements Check {
  @Override
  public List<String> findings(Manifests manifests) {
    List<String> findings = new ArrayList<>();
    for (Workload workload : manifests.workloads()) {
      for (Container container : workload.containers()) {
        for (ServiceSettings service : ServiceSettings.ofImage(container.getImage()).toList()) {
          given(container, manifests)
              .filter(key -> !service.reads(key))
              .forEach(
                  key ->
                      findings.add(
                          "%s, container %s: it reads no setting %s"
                              .formatted(workload.name(), container.getName(), key)));
        }
      }
    }
    return findings;
  }

  private static Stream<String> given(Container container, Manifests manifests) {
    return Stream.concat(
        container.getEnv().stream().map(EnvVar::getName),
        container.getEnvFrom().stream()
            .filter(source -> source.getConfigMapRef() != null)
            .flatMap(
                source ->
                    manifests.find(ConfigMap.class, source.getConfigMapRef().getName()).stream())
            .flatMap(map -> map.getData().keySet().stream()));
  }
}
