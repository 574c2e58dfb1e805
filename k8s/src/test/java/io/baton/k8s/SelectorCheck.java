package io.baton.k8s;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.LabelSelectorBuilder;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServicePort;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import io.fabric8.openshift.api.model.monitoring.v1.Endpoint;
import io.fabric8.openshift.api.model.monitoring.v1.PodMetricsEndpoint;
import io.fabric8.openshift.api.model.monitoring.v1.PodMonitor;
import io.fabric8.openshift.api.model.monitoring.v1.ServiceMonitor;
import java.util.ArrayList;
import java.util.List;

/** Selectors select what they are meant to, and the ports that are named are there. */
final class SelectorCheck implements Check {
  @Override
  public List<String> findings(Manifests manifests) {
    List<String> findings = new ArrayList<>();
    for (Workload workload : manifests.workloads()) {
      workload(workload, manifests, findings);
    }
    for (PodDisruptionBudget budget : manifests.all(PodDisruptionBudget.class)) {
      selects(budget.getSpec().getSelector(), Manifests.describe(budget), manifests, findings);
    }
    for (Service service : manifests.all(Service.class)) {
      service(service, manifests, findings);
    }
    for (ServiceMonitor monitor : manifests.all(ServiceMonitor.class)) {
      serviceMonitor(monitor, manifests, findings);
    }
    for (PodMonitor monitor : manifests.all(PodMonitor.class)) {
      List<Workload> pods =
          selects(
              monitor.getSpec().getSelector(), Manifests.describe(monitor), manifests, findings);
      monitor.getSpec().getPodMetricsEndpoints().stream()
          .map(PodMetricsEndpoint::getPort)
          .filter(port -> pods.stream().noneMatch(pod -> pod.hasPort(port)))
          .forEach(
              port ->
                  findings.add(Manifests.describe(monitor) + ": its pods have no port " + port));
    }
    return findings;
  }

  private static List<Workload> selects(
      LabelSelector selector, String who, Manifests manifests, List<String> findings) {
    List<Workload> selected =
        manifests.workloads().stream()
            .filter(workload -> Selectors.selects(selector, workload.labels()))
            .toList();
    if (selected.isEmpty()) {
      findings.add(who + ": it selects no pods");
    }
    return selected;
  }

  private static void workload(Workload workload, Manifests manifests, List<String> findings) {
    if (!Selectors.selects(workload.selector(), workload.labels())) {
      findings.add(workload.name() + ": it does not select its own pods");
    }
    manifests.workloads().stream()
        .filter(other -> !other.name().equals(workload.name()))
        .filter(other -> Selectors.selects(workload.selector(), other.labels()))
        .forEach(other -> findings.add(workload.name() + ": it selects pods of " + other.name()));
    workload.pod().getTopologySpreadConstraints().stream()
        .filter(spread -> !Selectors.selects(spread.getLabelSelector(), workload.labels()))
        .forEach(
            spread ->
                findings.add(
                    "%s: it is not spread over %s with its own pods"
                        .formatted(workload.name(), spread.getTopologyKey())));
  }

  private static void service(Service service, Manifests manifests, List<String> findings) {
    LabelSelector selector =
        new LabelSelectorBuilder().withMatchLabels(service.getSpec().getSelector()).build();
    List<Workload> pods = selects(selector, Manifests.describe(service), manifests, findings);
    for (ServicePort port : service.getSpec().getPorts()) {
      IntOrString target = port.getTargetPort();
      boolean there =
          pods.stream()
              .anyMatch(
                  pod ->
                      target.getStrVal() == null
                          ? pod.hasPort(target.getIntVal())
                          : pod.hasPort(target.getStrVal()));
      if (!there) {
        findings.add(
            "%s: its pods have no port %s"
                .formatted(Manifests.describe(service), target.getValue()));
      }
    }
  }

  private static void serviceMonitor(
      ServiceMonitor monitor, Manifests manifests, List<String> findings) {
    List<Service> services =
        manifests.all(Service.class).stream()
            .filter(service -> service.getMetadata().getLabels() != null)
            .filter(
                service ->
                    Selectors.selects(
                        monitor.getSpec().getSelector(), service.getMetadata().getLabels()))
            .toList();
    if (services.isEmpty()) {
      findings.add(Manifests.describe(monitor) + ": it selects no Service");
    }
    monitor.getSpec().getEndpoints().stream()
        .map(Endpoint::getPort)
        .filter(
            port ->
                services.stream()
                    .flatMap(service -> service.getSpec().getPorts().stream())
                    .noneMatch(it -> it.getName().equals(port)))
        .forEach(
            port ->
                findings.add(Manifests.describe(monitor) + ": its Service has no port " + port));
  }
}
