package io.baton.k8s;

import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPeer;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyPort;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Whoever may call one of our pods is let in by that pod, and the other way round; everything else
 * is denied.
 */
final class NetworkCheck implements Check {
  /** Namespaces of what is not ours, as docs/kubernetes.md names them. */
  private static final Set<String> OTHERS =
      Set.of("kube-system", "monitoring", "gateway", "baton-data");

  private static final String NAMESPACE_NAME = "kubernetes.io/metadata.name";

  @Override
  public List<String> findings(Manifests manifests) {
    List<String> findings = new ArrayList<>();
    Set<String> out = new TreeSet<>();
    Set<String> in = new TreeSet<>();
    boolean denied = false;
    for (NetworkPolicy policy : manifests.all(NetworkPolicy.class)) {
      List<String> types = policy.getSpec().getPolicyTypes();
      LabelSelector selector = policy.getSpec().getPodSelector();
      List<Workload> pods = selected(selector, manifests);
      if (pods.isEmpty()) {
        findings.add(Manifests.describe(policy) + ": it selects no pods");
      }
      denied |=
          isEmpty(selector)
              && types.containsAll(List.of("Ingress", "Egress"))
              && policy.getSpec().getIngress().isEmpty()
              && policy.getSpec().getEgress().isEmpty();
      for (var rule : policy.getSpec().getEgress()) {
        for (Workload peer : peers(policy, rule.getTo(), manifests, findings)) {
          ports(policy, rule.getPorts(), List.of(peer), findings)
              .forEach(port -> pods.forEach(pod -> out.add(way(pod, peer, port))));
        }
      }
      for (var rule : policy.getSpec().getIngress()) {
        List<String> ports = ports(policy, rule.getPorts(), pods, findings);
        for (Workload peer : peers(policy, rule.getFrom(), manifests, findings)) {
          ports.forEach(port -> pods.forEach(pod -> in.add(way(peer, pod, port))));
        }
      }
    }
    if (!denied) {
      findings.add("NetworkPolicies: none denies everything to all pods");
    }
    out.stream()
        .filter(way -> !in.contains(way))
        .forEach(way -> findings.add("NetworkPolicies: " + way + " may leave, but is not let in"));
    in.stream()
        .filter(way -> !out.contains(way))
        .forEach(way -> findings.add("NetworkPolicies: " + way + " is let in, but may not leave"));
    return findings;
  }

  private static String way(Workload from, Workload to, String port) {
    return from.name() + " to " + to.name() + " port " + port;
  }

  private static boolean isEmpty(LabelSelector selector) {
    return (selector.getMatchLabels() == null || selector.getMatchLabels().isEmpty())
        && selector.getMatchExpressions().isEmpty();
  }

  private static List<Workload> selected(LabelSelector selector, Manifests manifests) {
    return manifests.workloads().stream()
        .filter(workload -> Selectors.selects(selector, workload.labels()))
        .toList();
  }

  private static List<Workload> peers(
      NetworkPolicy policy,
      List<NetworkPolicyPeer> peers,
      Manifests manifests,
      List<String> findings) {
    List<Workload> found = new ArrayList<>();
    if (peers.isEmpty()) {
      findings.add(Manifests.describe(policy) + ": a rule is for everybody");
    }
    for (NetworkPolicyPeer peer : peers) {
      if (peer.getIpBlock() != null) {
        continue;
      }
      if (peer.getNamespaceSelector() != null) {
        String namespace =
            String.valueOf(peer.getNamespaceSelector().getMatchLabels().get(NAMESPACE_NAME));
        if (!OTHERS.contains(namespace)) {
          findings.add(
              "%s: the namespace %s is not documented"
                  .formatted(Manifests.describe(policy), namespace));
        }
        continue;
      }
      List<Workload> selected = selected(peer.getPodSelector(), manifests);
      if (selected.isEmpty()) {
        findings.add(Manifests.describe(policy) + ": a peer is no pod of ours");
      }
      found.addAll(selected);
    }
    return found;
  }

  /** As the pods call them. */
  private static List<String> ports(
      NetworkPolicy policy,
      List<NetworkPolicyPort> ports,
      List<Workload> pods,
      List<String> findings) {
    List<String> names = new ArrayList<>();
    if (ports.isEmpty()) {
      findings.add(Manifests.describe(policy) + ": a rule is for all ports");
    }
    for (NetworkPolicyPort port : ports) {
      IntOrString number = port.getPort();
      names.add(String.valueOf(number.getValue()));
      for (Workload pod : pods) {
        boolean there =
            number.getStrVal() == null
                ? pod.hasPort(number.getIntVal())
                : pod.hasPort(number.getStrVal());
        if (!there) {
          findings.add(
              "%s: %s has no port %s"
                  .formatted(Manifests.describe(policy), pod.name(), number.getValue()));
        }
      }
    }
    return names;
  }
}
