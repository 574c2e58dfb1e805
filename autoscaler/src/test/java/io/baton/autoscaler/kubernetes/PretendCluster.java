package io.baton.autoscaler.kubernetes;

import io.fabric8.kubernetes.api.model.ContainerStatusBuilder;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodBuilder;
import io.fabric8.kubernetes.api.model.PodCondition;
import io.fabric8.kubernetes.api.model.PodConditionBuilder;
import io.fabric8.kubernetes.api.model.PodStatus;
import io.fabric8.kubernetes.api.model.PodStatusBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.server.mock.KubernetesMockServer;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.fabric8.mockwebserver.Context;
import io.fabric8.mockwebserver.MockWebServer;
import java.time.Clock;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * A cluster of one Deployment or one StatefulSet on the mock server, whose controllers, scheduler
 * and kubelet are played here, a round at a time. The ReplicaSet's choice of pods follows the
 * ranking of Kubernetes' own controller, as its documentation and source give it; nothing here has
 * been compared with a real one.
 */
final class PretendCluster implements AutoCloseable {
  static final String NAMESPACE = "gpu";
  static final String NAME = "trainer";

  private static final Map<String, String> LABELS = Map.of("app", NAME);

  /** Keeps a deleted pod as Terminating until its kubelet lets go. */
  private static final String KUBELET = "test/kubelet";

  final PretendApiServer api = new PretendApiServer();
  private final KubernetesMockServer server =
      new KubernetesMockServer(
          new Context(Serialization.jsonMapper()),
          new MockWebServer(),
          new HashMap<>(),
          api,
          false);
  private final WorkloadKind kind;
  private final Clock clock;
  private final KubernetesClient client;
  private String template = "7c9d";
  private int machines = 100;
  private int made;

  PretendCluster(WorkloadKind kind, Clock clock) {
    this.kind = kind;
    this.clock = clock;
    server.init();
    client =
        server.createClient(
            builder ->
                builder
                    .editOrNewConfig()
                    .withRequestRetryBackoffLimit(0)
                    .withRequestTimeout(5000)
                    .endConfig());
    switch (kind) {
      case DEPLOYMENT ->
          client
              .resource(
                  new DeploymentBuilder()
                      .withMetadata(metadata(NAME))
                      .withNewSpec()
                      .withReplicas(0)
                      .withNewSelector()
                      .withMatchLabels(LABELS)
                      .endSelector()
                      .withTemplate(template("metadata.name"))
                      .endSpec()
                      .build())
              .create();
      case STATEFUL_SET ->
          client
              .resource(
                  new StatefulSetBuilder()
                      .withMetadata(metadata(NAME))
                      .withNewSpec()
                      .withReplicas(0)
                      .withNewSelector()
                      .withMatchLabels(LABELS)
                      .endSelector()
                      .withTemplate(template("metadata.uid"))
                      .endSpec()
                      .build())
              .create();
    }
  }

  KubernetesClient client() {
    return client;
  }

  /** How many machines there are; each takes one pod. */
  void machines(int count) {
    machines = count;
  }

  /** New pods are of another template from now on, as in a rollout that goes no further. */
  void newTemplate(String hash) {
    template = hash;
  }

  List<Pod> pods() {
    return client.pods().inNamespace(NAMESPACE).withLabels(LABELS).list().getItems().stream()
        .sorted(Comparator.comparing(pod -> pod.getMetadata().getName()))
        .toList();
  }

  /** Names of pods whose programs run. */
  List<String> running() {
    return active().stream()
        .filter(pod -> pod.getStatus().getPhase().equals("Running"))
        .map(pod -> pod.getMetadata().getName())
        .toList();
  }

  /** A pod that was placed here by hand, for what the played controllers never do. */
  void change(String pod, UnaryOperator<Pod> change) {
    client.pods().inNamespace(NAMESPACE).withName(pod).edit(change);
  }

  void notReady(String pod) {
    change(
        pod,
        p -> {
          p.getStatus().setConditions(List.of());
          return p;
        });
  }

  /** Its process is gone and so is the pod, without anybody having asked. */
  void kill(String pod) {
    change(pod, p -> withoutFinalizer(p));
    client.pods().inNamespace(NAMESPACE).withName(pod).delete();
  }

  /** One round of everybody. */
  void goOn() {
    kubelet();
    controller();
    scheduler();
  }

  private void kubelet() {
    for (Pod pod : pods()) {
      if (pod.getMetadata().getDeletionTimestamp() != null) {
        change(pod.getMetadata().getName(), PretendCluster::withoutFinalizer);
      }
    }
  }

  private static Pod withoutFinalizer(Pod pod) {
    pod.getMetadata().setFinalizers(List.of());
    return pod;
  }

  private void controller() {
    switch (kind) {
      case DEPLOYMENT -> replicaSet();
      case STATEFUL_SET -> statefulSet();
    }
  }

  private void replicaSet() {
    List<Pod> active = active();
    int replicas =
        client
            .apps()
            .deployments()
            .inNamespace(NAMESPACE)
            .withName(NAME)
            .get()
            .getSpec()
            .getReplicas();
    for (int missing = replicas - active.size(); missing > 0; missing--) {
      create(NAME + "-" + template + "-" + "%05d".formatted(++made));
    }
    active.stream()
        .sorted(new ReplicaSetRanking(active))
        .limit(Math.max(0, active.size() - replicas))
        .forEach(this::delete);
  }

  private void statefulSet() {
    int replicas =
        client
            .apps()
            .statefulSets()
            .inNamespace(NAMESPACE)
            .withName(NAME)
            .get()
            .getSpec()
            .getReplicas();
    List<String> names = pods().stream().map(pod -> pod.getMetadata().getName()).toList();
    for (int ordinal = 0; ordinal < replicas; ordinal++) {
      if (!names.contains(NAME + "-" + ordinal)) {
        create(NAME + "-" + ordinal);
      }
    }
    active().stream().filter(pod -> ordinal(pod) >= replicas).forEach(this::delete);
  }

  private static int ordinal(Pod pod) {
    return Integer.parseInt(pod.getMetadata().getName().substring(NAME.length() + 1));
  }

  private List<Pod> active() {
    return pods().stream().filter(pod -> pod.getMetadata().getDeletionTimestamp() == null).toList();
  }

  private void delete(Pod pod) {
    client.pods().inNamespace(NAMESPACE).withName(pod.getMetadata().getName()).delete();
  }

  private void create(String name) {
    Map<String, String> labels = new HashMap<>(LABELS);
    HasMetadata owner =
        switch (kind) {
          case DEPLOYMENT ->
              client.apps().deployments().inNamespace(NAMESPACE).withName(NAME).get();
          case STATEFUL_SET ->
              client.apps().statefulSets().inNamespace(NAMESPACE).withName(NAME).get();
        };
    OwnerReferenceBuilder reference = new OwnerReferenceBuilder().withController(true);
    switch (kind) {
      case DEPLOYMENT -> {
        labels.put("pod-template-hash", template);
        reference.withKind("ReplicaSet").withName(NAME + "-" + template).withUid(template);
      }
      case STATEFUL_SET ->
          reference.withKind("StatefulSet").withName(NAME).withUid(owner.getMetadata().getUid());
    }
    ObjectMeta metadata = metadata(name);
    metadata.setCreationTimestamp(clock.instant().toString());
    metadata.setLabels(labels);
    metadata.setFinalizers(List.of(KUBELET));
    metadata.setOwnerReferences(List.of(reference.build()));
    client
        .resource(
            new PodBuilder()
                .withMetadata(metadata)
                .withSpec(
                    template(kind == WorkloadKind.DEPLOYMENT ? "metadata.name" : "metadata.uid")
                        .getSpec())
                .withNewStatus()
                .withPhase("Pending")
                .endStatus()
                .build())
        .create();
  }

  private void scheduler() {
    for (Pod pod : active()) {
      if (pod.getSpec().getNodeName() == null) {
        Optional<String> free = freeMachine();
        change(
            pod.getMetadata().getName(),
            p -> {
              free.ifPresent(p.getSpec()::setNodeName);
              p.setStatus(free.isPresent() ? started() : unscheduled());
              return p;
            });
      }
    }
  }

  private Optional<String> freeMachine() {
    List<String> taken = pods().stream().map(pod -> pod.getSpec().getNodeName()).toList();
    for (int i = 0; i < machines; i++) {
      if (!taken.contains("machine-" + i)) {
        return Optional.of("machine-" + i);
      }
    }
    return Optional.empty();
  }

  private PodStatus started() {
    String now = clock.instant().toString();
    return new PodStatusBuilder()
        .withPhase("Running")
        .withConditions(condition("PodScheduled", "True", null), condition("Ready", "True", null))
        .withContainerStatuses(
            new ContainerStatusBuilder()
                .withName("node")
                .withRestartCount(0)
                .withNewState()
                .withNewRunning(now)
                .endState()
                .build())
        .build();
  }

  private PodStatus unscheduled() {
    return new PodStatusBuilder()
        .withPhase("Pending")
        .withConditions(
            condition(
                "PodScheduled",
                "False",
                "0/%1$d nodes are available: %1$d Insufficient nvidia.com/gpu."
                    .formatted(machines)))
        .build();
  }

  private PodCondition condition(String type, String value, String message) {
    return new PodConditionBuilder()
        .withType(type)
        .withStatus(value)
        .withMessage(message)
        .withLastTransitionTime(clock.instant().toString())
        .build();
  }

  private static PodTemplateSpec template(String nodeIdField) {
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(LABELS)
        .endMetadata()
        .withNewSpec()
        .addNewContainer()
        .withName("node")
        .addNewEnv()
        .withName("BATON_NODE_ID")
        .withNewValueFrom()
        .withNewFieldRef(null, nodeIdField)
        .endValueFrom()
        .endEnv()
        .endContainer()
        .endSpec()
        .build();
  }

  private static ObjectMeta metadata(String name) {
    ObjectMeta metadata = new ObjectMeta();
    metadata.setName(name);
    metadata.setNamespace(NAMESPACE);
    return metadata;
  }

  /** It answers no more. */
  void stop() {
    server.destroy();
  }

  @Override
  public void close() {
    client.close();
    server.destroy();
  }
}
