package io.baton.autoscaler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.baton.autoscaler.pool.Instance;
import io.baton.autoscaler.pool.InstanceId;
import io.baton.autoscaler.pool.ProviderException;
import io.baton.autoscaler.pool.ProviderFault;
import io.baton.protocol.node.NodeId;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatefulSetPoolTest extends KubernetesPoolBehaviour {
  @Override
  protected WorkloadKind kind() {
    return WorkloadKind.STATEFUL_SET;
  }

  @Test
  void only_the_highest_numbers_without_a_gap_are_removable() {
    grow(4);

    assertThat(removable("trainer-0", "trainer-3", "trainer-2"))
        .containsExactly("trainer-3", "trainer-2");
    assertThat(removable("trainer-1", "trainer-3")).containsExactly("trainer-3");
    assertThat(removable("trainer-0", "trainer-1", "trainer-2")).isEmpty();
  }

  @Test
  void one_that_is_not_the_highest_is_not_removed() {
    grow(3);

    assertThatThrownBy(() -> provider.remove(List.of(id("trainer-1"))))
        .isInstanceOfSatisfying(
            ProviderException.class, e -> assertThat(e.fault()).isEqualTo(ProviderFault.REFUSED))
        .hasMessageContaining("can only end the pods with the highest numbers")
        .hasMessageContaining("[trainer-1]");
    assertThat(running()).hasSize(3);
  }

  @Test
  void a_replaced_pod_comes_back_under_its_name_as_another_node() {
    grow(1);
    NodeId before = running().get(0).node().orElseThrow();

    provider.replace(ids().get(0));

    await().until(() -> running().stream().noneMatch(i -> i.node().get().equals(before)));
    awaitRunning(1);
    assertThat(podOf(running().get(0))).isEqualTo("trainer-0");
    assertThat(running().get(0).node().get().value())
        .isEqualTo(cluster.pods().get(0).getMetadata().getUid());
  }

  @Test
  void replicas_below_one_that_runs_are_not_withdrawn() {
    cluster.machines(3);
    provider.grow(5);
    awaitRunning(3);
    cluster.machines(0);
    cluster.kill("trainer-1");

    provider.withdraw(5);

    assertThat(look().requested()).isEqualTo(3);
    assertThat(running())
        .map(KubernetesPoolBehaviour::podOf)
        .containsOnly("trainer-0", "trainer-2");
  }

  private List<String> removable(String... pods) {
    List<InstanceId> candidates = List.of(pods).stream().map(this::id).toList();
    return provider.removable(candidates).stream().map(id -> id.value().split("/")[0]).toList();
  }

  private InstanceId id(String pod) {
    return look().instances().stream()
        .filter(instance -> podOf(instance).equals(pod))
        .map(Instance::id)
        .findFirst()
        .orElseThrow();
  }
}
