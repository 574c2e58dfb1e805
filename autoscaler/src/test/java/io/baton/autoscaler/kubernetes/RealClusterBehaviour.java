package io.baton.autoscaler.kubernetes;

import io.baton.autoscaler.pool.Instance;
import io.baton.autoscaler.pool.PoolProvider;
import io.baton.autoscaler.pool.PoolProviderBehaviour;
import io.baton.protocol.pool.PoolName;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.PodTemplateSpecBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentBuilder;
import io.fabric8.kubernetes.api.model.apps.StatefulSetBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;

/**
 * The same suite on the cluster of the current kubeconfig, each test in a namespace of its own that
 * is deleted afterwards. Needs the right to make namespaces, and an image that the cluster can pull
 * and that runs until it is told to end ({@code BATON_TEST_IMAGE}).
 */
@Tag("real-cluster")
abstract class RealClusterBehaviour extends PoolProviderBehaviour {
  private static final Map<String, String> LABELS = Map.of("app", "trainer");
  private static final Map<String, String> NOWHERE = Map.of("baton.example/none", "none");
  private static final String IMAGE =
      Optional.ofNullable(System.getenv("BATON_TEST_IMAGE")).orElse("registry.k8s.io/pause:3.10");

  private final KubernetesClient client = new KubernetesClientBuilder().build();
  private final String namespace = "baton-test-" + UUID.randomUUID();

  protected abstract WorkloadKind kind();

  RealClusterBehaviour() {
    client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(namespace).endMetadata().build())
        .create();
  }

  @Override
  protected Duration patience() {
    return Duration.ofMinutes(2);
  }

  @Override
  protected PoolProvider newProvider() {
    return pool("trainer", Map.of());
  }

  @Override
  protected PoolProvider newStarvedProvider() {
    return pool("starved", NOWHERE);
  }

  private PoolProvider pool(String name, Map<String, String> machines) {
    switch (kind()) {
      case DEPLOYMENT ->
          client
              .resource(
                  new DeploymentBuilder()
                      .withNewMetadata()
                      .withName(name)
                      .withNamespace(namespace)
                      .endMetadata()
                      .withNewSpec()
                      .withReplicas(0)
                      .withNewSelector()
                      .withMatchLabels(LABELS)
                      .endSelector()
                      .withTemplate(template("metadata.name", machines))
                      .endSpec()
                      .build())
              .create();
      case STATEFUL_SET ->
          client
              .resource(
                  new StatefulSetBuilder()
                      .withNewMetadata()
                      .withName(name)
                      .withNamespace(namespace)
                      .endMetadata()
                      .withNewSpec()
                      .withReplicas(0)
                      .withServiceName(name)
                      .withPodManagementPolicy("Parallel")
                      .withNewSelector()
                      .withMatchLabels(LABELS)
                      .endSelector()
                      .withTemplate(template("metadata.uid", machines))
                      .endSpec()
                      .build())
              .create();
    }
    return new KubernetesPool(
        new KubernetesPoolSettings(new PoolName("gpu"), kind(), namespace, name, false), client);
  }

  private static PodTemplateSpec template(String nodeIdField, Map<String, String> machines) {
    return new PodTemplateSpecBuilder()
        .withNewMetadata()
        .withLabels(LABELS)
        .endMetadata()
        .withNewSpec()
        .withNodeSelector(machines)
        .withTerminationGracePeriodSeconds(1L)
        .addNewContainer()
        .withName("node")
        .withImage(IMAGE)
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

  @Override
  protected void kill(Instance instance) {
    client
        .pods()
        .inNamespace(namespace)
        .withName(instance.id().value().split("/")[0])
        .withGracePeriod(0)
        .delete();
  }

  @AfterEach
  void deleteNamespace() {
    client.namespaces().withName(namespace).delete();
    client.close();
  }
}
