package io.baton.k8s;

import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVarSource;
import io.fabric8.kubernetes.api.model.PersistentVolumeClaim;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPBackendRef;
import io.fabric8.kubernetes.api.model.gatewayapi.v1.HTTPRoute;
import io.fabric8.kubernetes.api.model.rbac.Role;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Every name that an object mentions is that of something that is there, or of a documented secret.
 */
final class ReferenceCheck implements Check {
  private final DeclaredSecrets declared;

  ReferenceCheck(DeclaredSecrets declared) {
    this.declared = declared;
  }

  @Override
  public List<String> findings(Manifests manifests) {
    List<String> findings = new ArrayList<>();
    for (Workload workload : manifests.workloads()) {
      new OfWorkload(workload, manifests, findings).look();
    }
    for (StatefulSet set : manifests.all(StatefulSet.class)) {
      if (manifests.find(Service.class, set.getSpec().getServiceName()).isEmpty()) {
        findings.add(
            "%s: there is no Service %s"
                .formatted(Manifests.describe(set), set.getSpec().getServiceName()));
      }
    }
    roles(manifests, findings);
    routes(manifests, findings);
    return findings;
  }

  private static void roles(Manifests manifests, List<String> findings) {
    for (RoleBinding binding : manifests.all(RoleBinding.class)) {
      if (manifests.find(Role.class, binding.getRoleRef().getName()).isEmpty()) {
        findings.add(
            "%s: there is no Role %s"
                .formatted(Manifests.describe(binding), binding.getRoleRef().getName()));
      }
      binding.getSubjects().stream()
          .filter(it -> manifests.find(ServiceAccount.class, it.getName()).isEmpty())
          .forEach(
              it ->
                  findings.add(
                      "%s: there is no ServiceAccount %s"
                          .formatted(Manifests.describe(binding), it.getName())));
    }
    for (Role role : manifests.all(Role.class)) {
      role.getRules().stream()
          .filter(rule -> rule.getResources().stream().anyMatch(it -> it.startsWith("deployments")))
          .flatMap(rule -> rule.getResourceNames().stream())
          .filter(name -> manifests.find(Deployment.class, name).isEmpty())
          .forEach(
              name ->
                  findings.add(
                      "%s: there is no Deployment %s".formatted(Manifests.describe(role), name)));
    }
  }

  private static void routes(Manifests manifests, List<String> findings) {
    for (HTTPRoute route : manifests.all(HTTPRoute.class)) {
      route.getSpec().getRules().stream()
          .flatMap(rule -> rule.getBackendRefs().stream())
          .filter(backend -> !isServed(backend, manifests))
          .forEach(
              backend ->
                  findings.add(
                      "%s: there is no port %d of a Service %s"
                          .formatted(
                              Manifests.describe(route), backend.getPort(), backend.getName())));
    }
  }

  private static boolean isServed(HTTPBackendRef backend, Manifests manifests) {
    return manifests.find(Service.class, backend.getName()).stream()
        .flatMap(service -> service.getSpec().getPorts().stream())
        .anyMatch(port -> port.getPort().equals(backend.getPort()));
  }

  private final class OfWorkload {
    private final Workload workload;
    private final Manifests manifests;
    private final List<String> findings;

    OfWorkload(Workload workload, Manifests manifests, List<String> findings) {
      this.workload = workload;
      this.manifests = manifests;
      this.findings = findings;
    }

    void look() {
      String account = workload.pod().getServiceAccountName();
      if (account == null || manifests.find(ServiceAccount.class, account).isEmpty()) {
        missing("ServiceAccount " + account);
      }
      workload.containers().forEach(this::environment);
      workload.pod().getContainers().forEach(this::probes);
      volumes();
    }

    private void missing(String what) {
      findings.add(workload.name() + ": there is no " + what);
    }

    private void environment(Container container) {
      for (var source : container.getEnvFrom()) {
        if (source.getConfigMapRef() != null) {
          configMap(source.getConfigMapRef().getName(), Optional.empty());
        }
        if (source.getSecretRef() != null) {
          secret(source.getSecretRef().getName(), Optional.empty());
        }
      }
      container.getEnv().stream()
          .map(variable -> variable.getValueFrom())
          .filter(Objects::nonNull)
          .forEach(this::value);
    }

    private void value(EnvVarSource source) {
      if (source.getConfigMapKeyRef() != null) {
        configMap(
            source.getConfigMapKeyRef().getName(),
            Optional.of(source.getConfigMapKeyRef().getKey()));
      }
      if (source.getSecretKeyRef() != null) {
        secret(source.getSecretKeyRef().getName(), Optional.of(source.getSecretKeyRef().getKey()));
      }
    }

    private void configMap(String name, Optional<String> key) {
      Optional<ConfigMap> map = manifests.find(ConfigMap.class, name);
      if (map.isEmpty()) {
        missing("ConfigMap " + name);
      } else if (key.isPresent() && !map.get().getData().containsKey(key.get())) {
        missing("key " + key.get() + " in ConfigMap " + name);
      }
    }

    private void secret(String name, Optional<String> key) {
      Optional<Secret> made = manifests.find(Secret.class, name);
      Set<String> keys =
          made.map(secret -> secret.getData().keySet()).orElseGet(() -> declared.keys(name));
      if (keys.isEmpty()) {
        missing("Secret " + name + ", here or in docs/kubernetes.md");
      } else if (key.isPresent() && !keys.contains(key.get())) {
        missing("key " + key.get() + " in Secret " + name);
      }
    }

    private void probes(Container container) {
      Stream.of(
              container.getStartupProbe(),
              container.getReadinessProbe(),
              container.getLivenessProbe())
          .filter(Objects::nonNull)
          .map(OfWorkload::port)
          .flatMap(Optional::stream)
          .filter(
              port ->
                  container.getPorts().stream().noneMatch(it -> Objects.equals(it.getName(), port)))
          .forEach(port -> missing("port " + port + ", which a probe of it asks"));
    }

    private static Optional<String> port(Probe probe) {
      if (probe.getHttpGet() != null) {
        return Optional.ofNullable(probe.getHttpGet().getPort().getStrVal());
      }
      return Optional.ofNullable(probe.getTcpSocket()).map(socket -> socket.getPort().getStrVal());
    }

    private void volumes() {
      Set<String> there =
          Stream.concat(
                  workload.pod().getVolumes().stream().map(Volume::getName),
                  workload.claims().stream()
                      .map(PersistentVolumeClaim::getMetadata)
                      .map(metadata -> metadata.getName()))
              .collect(Collectors.toSet());
      Set<String> unused = new HashSet<>(there);
      for (Container container : workload.containers()) {
        Set<String> paths = new HashSet<>();
        for (VolumeMount mount : container.getVolumeMounts()) {
          unused.remove(mount.getName());
          if (!there.contains(mount.getName())) {
            missing("volume " + mount.getName());
          }
          if (!paths.add(mount.getMountPath())) {
            findings.add(workload.name() + ": two volumes at " + mount.getMountPath());
          }
        }
      }
      unused.forEach(name -> findings.add(workload.name() + ": nobody mounts volume " + name));
      for (Volume volume : workload.pod().getVolumes()) {
        if (volume.getConfigMap() != null) {
          configMap(volume.getConfigMap().getName(), Optional.empty());
        }
        if (volume.getSecret() != null) {
          secret(volume.getSecret().getSecretName(), Optional.empty());
        }
      }
    }
  }
}
