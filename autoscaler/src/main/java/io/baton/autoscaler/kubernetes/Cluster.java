package io.baton.autoscaler.kubernetes;

import io.baton.autoscaler.pool.ProviderException;
import io.baton.autoscaler.pool.ProviderFault;
import io.fabric8.kubernetes.api.model.DeleteOptions;
import io.fabric8.kubernetes.api.model.DeleteOptionsBuilder;
import io.fabric8.kubernetes.api.model.ListOptionsBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodList;
import io.fabric8.kubernetes.api.model.autoscaling.v1.Scale;
import io.fabric8.kubernetes.api.model.autoscaling.v1.ScaleBuilder;
import io.fabric8.kubernetes.api.model.policy.v1.EvictionBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.PatchContext;
import io.fabric8.kubernetes.client.dsl.base.PatchType;
import java.net.HttpURLConnection;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** The calls to Kubernetes that a pool needs, and no others: its role allows just these. */
final class Cluster {
  /** So that no answer holds more than a few megabytes. */
  private static final long PODS_A_CALL = 500;

  private static final PatchContext MERGE = PatchContext.of(PatchType.JSON_MERGE);

  private final KubernetesClient client;
  private final KubernetesPoolSettings settings;

  Cluster(KubernetesClient client, KubernetesPoolSettings settings) {
    this.client = client;
    this.settings = settings;
  }

  Workload workload() {
    return called("read " + settings.workload(), this::readWorkload)
        .orElseThrow(
            () ->
                new ProviderException(
                    ProviderFault.CONFIGURATION,
                    "There is no %s: make it, or correct the settings of pool %s."
                        .formatted(settings.workload(), settings.pool())));
  }

  private Optional<Workload> readWorkload() {
    return switch (settings.kind()) {
      case DEPLOYMENT ->
          Optional.ofNullable(
                  client
                      .apps()
                      .deployments()
                      .inNamespace(settings.namespace())
                      .withName(settings.name())
                      .get())
              .map(Workload::of);
      case STATEFUL_SET ->
          Optional.ofNullable(
                  client
                      .apps()
                      .statefulSets()
                      .inNamespace(settings.namespace())
                      .withName(settings.name())
                      .get())
              .map(Workload::of);
    };
  }

  PoolState state() {
    Workload workload = workload();
    return PoolState.of(settings, workload, called("list its pods", () -> readPods(workload)));
  }

  private List<PoolPod> readPods(Workload workload) {
    List<PoolPod> pods = new ArrayList<>();
    String next = null;
    do {
      PodList page =
          client
              .pods()
              .inNamespace(settings.namespace())
              .withLabelSelector(workload.selector())
              .list(new ListOptionsBuilder().withLimit(PODS_A_CALL).withContinue(next).build());
      for (Pod pod : page.getItems()) {
        PodReader.read(pod, settings, workload).ifPresent(pods::add);
      }
      next = page.getMetadata() == null ? null : page.getMetadata().getContinue();
    } while (next != null && !next.isEmpty());
    return pods;
  }

  /**
   * Asks for that many replicas, unless the workload has changed since it was read.
   *
   * @return whether it had not
   */
  boolean scale(Workload workload, int replicas) {
    Scale scale =
        new ScaleBuilder()
            .withNewMetadata()
            .withName(settings.name())
            .withNamespace(settings.namespace())
            .withResourceVersion(workload.resourceVersion())
            .endMetadata()
            .withNewSpec(replicas)
            .build();
    String path =
        "/apis/apps/v1/namespaces/%s/%s/%s/scale"
            .formatted(settings.namespace(), settings.kind().plural(), settings.name());
    try {
      client.raw(path, "PUT", scale);
      return true;
    } catch (KubernetesClientException e) {
      if (e.getCode() == HttpURLConnection.HTTP_CONFLICT) {
        return false;
      }
      throw KubernetesFaults.of(e, "scale " + settings.workload());
    }
  }

  /** Sets what it costs to delete a pod. */
  void setDeletionCost(PoolPod pod, int cost) {
    // A null takes the annotation away.
    String value = cost == 0 ? "null" : "\"" + cost + "\"";
    String patch =
        "{\"metadata\":{\"uid\":\"%s\",\"annotations\":{\"%s\":%s}}}"
            .formatted(pod.uid(), PodReader.DELETION_COST, value);
    ifThere(
        "annotate pod " + pod.name(),
        () ->
            client
                .pods()
                .inNamespace(settings.namespace())
                .withName(pod.name())
                .patch(MERGE, patch));
  }

  /** Asks for its end, unless a disruption budget stands against it. */
  void evict(PoolPod pod) {
    ifThere(
        "evict pod " + pod.name(),
        () ->
            client.raw(
                path(pod) + "/eviction",
                "POST",
                new EvictionBuilder()
                    .withNewMetadata()
                    .withName(pod.name())
                    .withNamespace(settings.namespace())
                    .endMetadata()
                    .withDeleteOptions(onlyThis(pod))
                    .build()));
  }

  void delete(PoolPod pod) {
    ifThere("delete pod " + pod.name(), () -> client.raw(path(pod), "DELETE", onlyThis(pod)));
  }

  private static DeleteOptions onlyThis(PoolPod pod) {
    return new DeleteOptionsBuilder().withNewPreconditions(null, pod.uid()).build();
  }

  /** No pod is scheduled to the machine any more. */
  void cordon(String machine) {
    called(
        "cordon node " + machine,
        () -> client.nodes().withName(machine).patch(MERGE, "{\"spec\":{\"unschedulable\":true}}"));
  }

  private String path(PoolPod pod) {
    return "/api/v1/namespaces/%s/pods/%s".formatted(settings.namespace(), pod.name());
  }

  /** A pod that is gone, or whose name another has now, is not a fault. */
  private static void ifThere(String task, Runnable call) {
    try {
      call.run();
    } catch (KubernetesClientException e) {
      if (e.getCode() != HttpURLConnection.HTTP_NOT_FOUND
          && e.getCode() != HttpURLConnection.HTTP_CONFLICT) {
        throw KubernetesFaults.of(e, task);
      }
    }
  }

  private static <T> T called(String task, Supplier<T> call) {
    try {
      return call.get();
    } catch (KubernetesClientException e) {
      throw KubernetesFaults.of(e, task);
    }
  }
}
