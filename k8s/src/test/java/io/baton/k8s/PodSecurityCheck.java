package io.baton.k8s;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Namespace;
import io.fabric8.kubernetes.api.model.PodSecurityContext;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.SecurityContext;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.rbac.RoleBinding;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every pod keeps to the profile "restricted" of the Pod Security Standards
 * (https://kubernetes.io/docs/concepts/security/pod-security-standards/), and beyond it: the root
 * file system is read-only, memory is bounded, and only who calls the API server has a token.
 */
final class PodSecurityCheck implements Check {
  private static final String ENFORCE = "pod-security.kubernetes.io/enforce";

  @Override
  public List<String> findings(Manifests manifests) {
    List<String> findings = new ArrayList<>();
    for (Namespace namespace : manifests.all(Namespace.class)) {
      Map<String, String> labels = namespace.getMetadata().getLabels();
      if (labels == null || !"restricted".equals(labels.get(ENFORCE))) {
        findings.add(
            Manifests.describe(namespace) + ": it does not enforce the restricted profile");
      }
    }
    for (ServiceAccount account : manifests.all(ServiceAccount.class)) {
      if (!Boolean.FALSE.equals(account.getAutomountServiceAccountToken())) {
        findings.add(Manifests.describe(account) + ": its token is mounted everywhere");
      }
    }
    for (Workload workload : manifests.workloads()) {
      pod(workload, manifests, findings);
      workload.containers().forEach(it -> container(workload, it, findings));
    }
    return findings;
  }

  private static void pod(Workload workload, Manifests manifests, List<String> findings) {
    PodSpec pod = workload.pod();
    boolean calls =
        manifests.all(RoleBinding.class).stream()
            .flatMap(binding -> binding.getSubjects().stream())
            .anyMatch(subject -> subject.getName().equals(pod.getServiceAccountName()));
    if (!Objects.equals(pod.getAutomountServiceAccountToken(), calls)) {
      findings.add(
          workload.name()
              + (calls
                  ? ": it needs its account's token"
                  : ": it has a token that it does not need"));
    }
    if (Stream.of(pod.getHostNetwork(), pod.getHostPID(), pod.getHostIPC())
        .anyMatch(Boolean.TRUE::equals)) {
      findings.add(workload.name() + ": it shares a namespace of the machine");
    }
    pod.getVolumes().stream()
        .filter(volume -> !isAllowed(volume))
        .forEach(
            volume ->
                findings.add(
                    "%s: volume %s is of a kind that is not allowed"
                        .formatted(workload.name(), volume.getName())));
    pod.getVolumes().stream()
        .filter(volume -> volume.getEmptyDir() != null)
        .filter(volume -> volume.getEmptyDir().getSizeLimit() == null)
        .forEach(
            volume ->
                findings.add(
                    "%s: volume %s has no bound".formatted(workload.name(), volume.getName())));
  }

  private static boolean isAllowed(Volume volume) {
    return Stream.of(
            volume.getConfigMap(),
            volume.getSecret(),
            volume.getEmptyDir(),
            volume.getProjected(),
            volume.getDownwardAPI(),
            volume.getPersistentVolumeClaim(),
            volume.getEphemeral(),
            volume.getCsi())
        .anyMatch(Objects::nonNull);
  }

  private static void container(Workload workload, Container container, List<String> findings) {
    String who = workload.name() + ", container " + container.getName();
    PodSecurityContext ofPod =
        Optional.ofNullable(workload.pod().getSecurityContext()).orElseGet(PodSecurityContext::new);
    SecurityContext own =
        Optional.ofNullable(container.getSecurityContext()).orElseGet(SecurityContext::new);
    if (!Boolean.TRUE.equals(either(own.getRunAsNonRoot(), ofPod.getRunAsNonRoot()))) {
      findings.add(who + ": it may run as root");
    }
    Long user = either(own.getRunAsUser(), ofPod.getRunAsUser());
    if (user == null || user == 0) {
      findings.add(who + ": it needs a numeric user other than 0");
    }
    var seccomp = either(own.getSeccompProfile(), ofPod.getSeccompProfile());
    if (seccomp == null || !List.of("RuntimeDefault", "Localhost").contains(seccomp.getType())) {
      findings.add(who + ": it has no seccomp profile");
    }
    if (!Boolean.FALSE.equals(own.getAllowPrivilegeEscalation())) {
      findings.add(who + ": it may gain privileges");
    }
    if (Boolean.TRUE.equals(own.getPrivileged())) {
      findings.add(who + ": it is privileged");
    }
    if (own.getCapabilities() == null || !own.getCapabilities().getDrop().contains("ALL")) {
      findings.add(who + ": it keeps capabilities");
    } else if (!own.getCapabilities().getAdd().isEmpty()) {
      findings.add(who + ": it adds capabilities");
    }
    if (!Boolean.TRUE.equals(own.getReadOnlyRootFilesystem())) {
      findings.add(who + ": its root file system can be written to");
    }
    if (container.getPorts().stream().anyMatch(port -> port.getHostPort() != null)) {
      findings.add(who + ": it takes a port of the machine");
    }
    resources(who, container, findings);
  }

  private static <T> T either(T own, T ofPod) {
    return own == null ? ofPod : own;
  }

  private static void resources(String who, Container container, List<String> findings) {
    Map<String, Quantity> requests = container.getResources().getRequests();
    Map<String, Quantity> limits = container.getResources().getLimits();
    for (String needed : List.of("cpu", "memory")) {
      if (!requests.containsKey(needed)) {
        findings.add(who + ": it requests no " + needed);
      }
    }
    if (!limits.containsKey("memory")) {
      findings.add(who + ": its memory has no limit");
    }
    limits.forEach(
        (resource, limit) -> {
          Quantity request = requests.get(resource);
          if (request != null && amount(request).compareTo(amount(limit)) > 0) {
            findings.add(who + ": it requests more " + resource + " than its limit");
          }
        });
  }

  private static BigDecimal amount(Quantity quantity) {
    return Quantity.getAmountInBytes(quantity);
  }
}
