package io.baton.autoscaler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.autoscaler.pool.Instance;
import io.baton.autoscaler.pool.InstanceId;
import io.baton.autoscaler.pool.ProviderException;
import io.baton.autoscaler.pool.ProviderFault;
import io.baton.autoscaler.pool.ProviderView;
import io.baton.protocol.node.NodeId;
import io.fabric8.kubernetes.api.model.NodeBuilder;
import io.fabric8.kubernetes.api.model.OwnerReferenceBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentConditionBuilder;
import io.fabric8.kubernetes.api.model.apps.DeploymentStatusBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

class DeploymentPoolTest extends KubernetesPoolBehaviour {
  @Override
  protected WorkloadKind kind() {
    return WorkloadKind.DEPLOYMENT;
  }

  @Test
  void an_instance_is_a_pod_with_its_machine_and_its_name_as_the_id_of_the_node() {
    grow(1);

    Instance instance = running().get(0);

    assertThat(instance.node()).contains(new NodeId(podOf(instance)));
    assertThat(instance.machine()).contains("machine-0");
    assertThat(instance.obstacle()).isEmpty();
  }

  @Test
  void the_deletion_cost_is_set_once_and_only_on_the_pods_that_go() {
    grow(3);
    Instance first = running().get(0);
    cluster.api.forgetCalls();
    cluster.api.changeBeforeScale();

    provider.remove(List.of(first.id()));

    assertThat(cluster.api.changes())
        .filteredOn(call -> call.startsWith("PATCH /api/v1/namespaces/gpu/pods"))
        .containsExactly("PATCH /api/v1/namespaces/gpu/pods/" + podOf(first));
    assertThat(cluster.api.changes()).noneMatch(call -> call.startsWith("DELETE"));
    assertThat(cluster.api.changes()).filteredOn(call -> call.endsWith("/scale")).hasSize(2);
    assertThat(running()).hasSize(2).doesNotContain(first);
  }

  @Test
  void a_deployment_that_is_changed_all_the_time_is_left_for_later() {
    grow(2);
    cluster.api.fail(
        new PretendApiServer.Fault("PUT /apis/apps/v1/namespaces/gpu/deployments", 409, "changed"));

    assertFault(
        () -> provider.remove(ids()), ProviderFault.REFUSED, "was changed by others 5 times");
    assertFault(() -> provider.grow(1), ProviderFault.REFUSED, "was changed by others 5 times");
  }

  @Test
  void a_cost_from_a_scale_in_that_did_not_happen_takes_no_other_pod_along() {
    grow(3);
    List<Instance> all = running();
    cluster.api.fail(
        new PretendApiServer.Fault("PUT /apis/apps/v1/namespaces/gpu/deployments", 503, "down"));
    assertFault(
        () -> provider.remove(List.of(all.get(0).id())), ProviderFault.OUTAGE, "failed to scale");
    cluster.api.fail(new PretendApiServer.Fault("nothing", 0, ""));

    provider.remove(List.of(all.get(2).id()));

    await().until(() -> ids().size() == 2);
    assertThat(ids()).contains(all.get(0).id(), all.get(1).id());
  }

  @Test
  void a_ready_pod_goes_although_one_that_is_not_ready_would_be_the_first_to_go() {
    grow(3);
    List<Instance> all = running();
    cluster.notReady(podOf(all.get(0)));

    provider.remove(List.of(all.get(2).id()));

    assertThat(look().requested()).isEqualTo(2);
    await().until(() -> ids().size() == 2);
    assertThat(running()).map(Instance::id).containsExactly(all.get(0).id(), all.get(1).id());
  }

  @Test
  void a_running_pod_goes_although_others_wait_for_a_machine() {
    cluster.machines(2);
    provider.grow(4);
    awaitRunning(2);
    List<Instance> run = running();

    provider.remove(List.of(run.get(0).id()));

    assertThat(look().requested()).isEqualTo(3);
    await().until(() -> running().size() == 2 && ids().size() == 3);
    assertThat(running())
        .map(Instance::id)
        .contains(run.get(1).id())
        .doesNotContain(run.get(0).id());
  }

  @Test
  void a_stock_out_is_shown_in_the_words_of_the_scheduler() {
    cluster.machines(2);
    provider.grow(5);
    awaitRunning(2);

    ProviderView view = look();

    assertThat(view.requested()).isEqualTo(5);
    assertThat(view.pending()).isEqualTo(3);
    assertThat(view.shortage())
        .contains(
            "3 of 5 pods do not run: 0/2 nodes are available: 2 Insufficient nvidia.com/gpu.");
    assertThat(view.instances().stream().filter(Instance::pending))
        .hasSize(3)
        .allMatch(instance -> instance.obstacle().isPresent() && instance.machine().isEmpty());
  }

  @Test
  void only_replicas_that_do_not_run_are_withdrawn() {
    cluster.machines(2);
    provider.grow(5);
    awaitRunning(2);
    List<InstanceId> run = running().stream().map(Instance::id).toList();

    provider.withdraw(10);

    assertThat(look().requested()).isEqualTo(2);
    assertThat(ids()).containsExactlyInAnyOrderElementsOf(run);
  }

  @Test
  void a_quota_that_is_used_up_is_shown() {
    cluster
        .client()
        .apps()
        .deployments()
        .inNamespace(PretendCluster.NAMESPACE)
        .withName(PretendCluster.NAME)
        .edit(
            deployment -> {
              deployment.setStatus(
                  new DeploymentStatusBuilder()
                      .withConditions(
                          new DeploymentConditionBuilder()
                              .withType("ReplicaFailure")
                              .withStatus("True")
                              .withMessage("pods \"trainer-1\" is forbidden: exceeded quota: gpus")
                              .build())
                      .build());
              return deployment;
            });

    assertThat(provider.look().shortage().orElseThrow()).contains("exceeded quota: gpus");
  }

  @Test
  void while_a_rollout_goes_on_pods_are_added_but_none_is_taken_away() {
    grow(2);
    cluster.newTemplate("8d0e");
    provider.grow(1);
    awaitRunning(3);

    assertThat(provider.removable(ids())).isEmpty();
    assertFault(() -> provider.remove(ids()), ProviderFault.REFUSED, "is being rolled out");
    assertThat(running()).hasSize(3);
  }

  @Test
  void a_disruption_budget_stands_against_a_replacement_and_says_so() {
    grow(1);
    cluster.api.forbidEvictions(
        "Cannot evict pod as it would violate the pod's disruption budget.");

    assertFault(() -> provider.replace(ids().get(0)), ProviderFault.REFUSED, "disruption budget");
    assertThat(running()).hasSize(1);
  }

  @Test
  void the_machine_of_a_replaced_pod_is_cordoned_only_where_that_is_set() {
    cluster
        .client()
        .resource(
            new NodeBuilder()
                .withNewMetadata()
                .withName("machine-0")
                .endMetadata()
                .withNewSpec()
                .endSpec()
                .build())
        .create();
    grow(1);
    cluster.api.forgetCalls();

    provider.replace(ids().get(0));
    awaitRunning(1);
    assertThat(cluster.api.changes()).noneMatch(call -> call.contains("/nodes/"));

    provider = pool(true);
    provider.replace(ids().get(0));
    assertThat(cluster.client().nodes().withName("machine-0").get().getSpec().getUnschedulable())
        .isTrue();
  }

  @Test
  void a_controller_that_ended_another_pod_than_the_one_named_is_reported() {
    grow(2);
    List<Instance> all = running();
    provider.remove(List.of(all.get(0).id()));
    cluster.notReady(podOf(all.get(1)));

    List<String> warnings = warningsOf(() -> await().until(() -> ids().size() == 1));

    assertThat(ids()).containsExactly(all.get(0).id());
    assertThat(warnings)
        .containsExactly(
            "Deployment gpu/trainer ended other pods than [%s], which are still there"
                .formatted(podOf(all.get(0))));
  }

  private static List<String> warningsOf(Runnable action) {
    List<String> warnings = new ArrayList<>();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            if (line.getLevel().getName().startsWith("WARN")) {
              warnings.add(line.getMessage().formatted(line.getParameters()));
            }
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    Logger logger = Logger.getLogger(KubernetesPool.class.getName());
    logger.addHandler(handler);
    try {
      action.run();
    } finally {
      logger.removeHandler(handler);
    }
    return warnings;
  }

  @Test
  void pods_of_others_and_pods_that_have_ended_are_none_of_the_pools() {
    grow(3);
    List<Instance> all = running();
    cluster.change(
        podOf(all.get(0)),
        pod -> {
          pod.getMetadata()
              .setOwnerReferences(
                  List.of(
                      new OwnerReferenceBuilder()
                          .withController(true)
                          .withKind("Job")
                          .withName("trainer-7c9d")
                          .build()));
          return pod;
        });
    cluster.change(
        podOf(all.get(1)),
        pod -> {
          pod.getStatus().setPhase("Failed");
          return pod;
        });

    assertThat(provider.look().instances()).map(Instance::id).containsExactly(all.get(2).id());
  }

  @Test
  void a_deployment_that_is_not_there_is_the_settings_fault() {
    cluster.client().apps().deployments().inNamespace(PretendCluster.NAMESPACE).delete();

    assertFault(
        () -> provider.look(), ProviderFault.CONFIGURATION, "There is no Deployment gpu/trainer");
    assertFault(() -> provider.grow(1), ProviderFault.CONFIGURATION, "There is no Deployment");
  }

  @Test
  void answers_are_told_apart_by_whose_fault_they_are() {
    answers(401, "who are you?", ProviderFault.CONFIGURATION, "does not know this autoscaler");
    answers(
        403,
        "User \"baton\" cannot list resource \"pods\"",
        ProviderFault.CONFIGURATION,
        "role in Kubernetes does not let it list its pods: User \"baton\" cannot list");
    answers(403, "exceeded quota: gpus", ProviderFault.SHORTAGE, "A quota of Kubernetes");
    answers(429, "too many requests", ProviderFault.REFUSED, "does not now list its pods");
    answers(500, "etcd is slow", ProviderFault.OUTAGE, "failed to list its pods: etcd is slow");
  }

  private void answers(int code, String message, ProviderFault fault, String sentence) {
    cluster.api.fail(new PretendApiServer.Fault("GET /api/v1/namespaces/gpu/pods", code, message));
    assertFault(() -> provider.look(), fault, sentence);
  }

  @Test
  void a_cluster_that_does_not_answer_is_an_outage() {
    cluster.stop();

    assertFault(
        () -> provider.look(), ProviderFault.OUTAGE, "Kubernetes cannot be reached to read");
  }

  private static void assertFault(
      org.assertj.core.api.ThrowableAssert.ThrowingCallable call,
      ProviderFault fault,
      String sentence) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            ProviderException.class,
            e -> {
              assertThat(e.fault()).isEqualTo(fault);
              assertThat(e.retryAfter()).isEqualTo(Optional.empty());
            })
        .hasMessageContaining(sentence);
  }
}
