package io.baton.autoscaler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.autoscaler.kubernetes.PoolPod.Phase;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.PoolName;
import io.fabric8.kubernetes.api.model.LabelSelector;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Pods as Kubernetes writes them. */
class PodReaderTest {
  private static final String CREATED = "2026-03-01T12:00:00Z";

  @Test
  void a_running_pod_counts_from_when_its_container_started() {
    PoolPod pod =
        read(
            env("valueFrom: {fieldRef: {fieldPath: metadata.name}}"),
            """
            phase: Running
            conditions:
            - {type: Ready, status: "True", lastTransitionTime: "2026-03-01T12:21:00Z"}
            containerStatuses:
            - {restartCount: 2, state: {running: {startedAt: "2026-03-01T12:20:00Z"}}}
            """);

    assertThat(pod.since()).isEqualTo(Instant.parse("2026-03-01T12:20:00Z"));
    assertThat(pod.readySince()).contains(Instant.parse("2026-03-01T12:21:00Z"));
    assertThat(pod.restarts()).isEqualTo(2);
    assertThat(pod.phase()).isEqualTo(Phase.RUNNING);
    assertThat(pod.node()).contains(new NodeId("trainer-7c9d-abcde"));
    assertThat(pod.machine()).contains("machine-a");
    assertThat(pod.obstacle()).isEmpty();
  }

  @Test
  void the_node_is_what_the_environment_of_the_pod_says() {
    assertThat(
            read(env("valueFrom: {fieldRef: {fieldPath: metadata.uid}}"), "phase: Running").node())
        .contains(new NodeId("0f0e-11"));
    assertThat(read(env("value: my-node"), "phase: Running").node())
        .contains(new NodeId("my-node"));
    assertThat(read(env("value: 'not a node id'"), "phase: Running").node()).isEmpty();
    assertThat(
            read(env("valueFrom: {fieldRef: {fieldPath: spec.nodeName}}"), "phase: Running").node())
        .isEmpty();
    assertThat(read("[]", "phase: Running").node()).isEmpty();
  }

  @Test
  void an_image_that_cannot_be_pulled_is_an_obstacle_and_a_start_in_progress_is_none() {
    PoolPod stuck =
        read(
            "[]",
            """
            phase: Pending
            containerStatuses:
            - state: {waiting: {reason: ImagePullBackOff, message: 'Back-off pulling image "x"'}}
            """);
    PoolPod starting =
        read(
            "[]",
            """
            phase: Pending
            containerStatuses:
            - state: {waiting: {reason: ContainerCreating}}
            """);

    assertThat(stuck.obstacle()).contains("ImagePullBackOff: Back-off pulling image \"x\"");
    assertThat(stuck.since()).isEqualTo(Instant.parse(CREATED));
    assertThat(stuck.phase()).isEqualTo(Phase.PENDING);
    assertThat(starting.obstacle()).isEmpty();
  }

  @Test
  void a_container_that_crashes_again_and_again_is_an_obstacle() {
    PoolPod pod =
        read(
            "[]",
            """
            phase: Running
            containerStatuses:
            - {restartCount: 9, state: {waiting: {reason: CrashLoopBackOff}}}
            """);

    assertThat(pod.obstacle()).contains("CrashLoopBackOff");
    assertThat(pod.ready()).isFalse();
  }

  @Test
  void a_pod_without_any_status_is_pending() {
    PoolPod pod = read("[]", "{}");

    assertThat(pod.phase()).isEqualTo(Phase.PENDING);
    assertThat(pod.deletionCost()).isZero();
  }

  private static String env(String source) {
    return "[{name: BATON_NODE_ID, %s}]".formatted(source);
  }

  private static PoolPod read(String env, String status) {
    String yaml =
        """
        apiVersion: v1
        kind: Pod
        metadata:
          name: trainer-7c9d-abcde
          namespace: gpu
          uid: 0f0e-11
          creationTimestamp: "%s"
          labels: {pod-template-hash: 7c9d}
          annotations: {controller.kubernetes.io/pod-deletion-cost: cheap}
          ownerReferences:
          - {controller: true, kind: ReplicaSet, name: trainer-7c9d, uid: r1}
        spec:
          nodeName: machine-a
          containers:
          - name: node
            env: %s
        status:
        %s
        """
            .formatted(CREATED, env, status.indent(2));
    return PodReader.read(
            Serialization.unmarshal(yaml, Pod.class),
            new KubernetesPoolSettings(
                new PoolName("gpu"), WorkloadKind.DEPLOYMENT, "gpu", "trainer", false),
            new Workload("uid", "1", 1, new LabelSelector(), 0, Optional.empty()))
        .orElseThrow();
  }
}
