package io.baton.autoscaler.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.autoscaler.local.SettableClock;
import io.baton.autoscaler.pool.AgentsInPool;
import io.baton.autoscaler.reconcile.Reconciler;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.PoolPolicyBuilder;
import io.baton.protocol.pool.ScalingReason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The autoscaler's own decisions, carried out on a Deployment. */
class KubernetesScalingTest {
  private final SettableClock clock = new SettableClock();
  private final PretendCluster cluster = new PretendCluster(WorkloadKind.DEPLOYMENT, clock);
  private final AgentsInPool agents =
      new AgentsInPool(
          cluster::running,
          new PoolPolicyBuilder()
              .replicas(0, 40)
              .idleSeconds(120, 120)
              .provisionSeconds(120)
              .drainSeconds(60)
              .build(),
          clock);
  private final Reconciler reconciler =
      new Reconciler(
          agents,
          new KubernetesPool(
              new KubernetesPoolSettings(
                  new PoolName("gpu"),
                  WorkloadKind.DEPLOYMENT,
                  PretendCluster.NAMESPACE,
                  PretendCluster.NAME,
                  false),
              cluster.client()),
          clock);

  @AfterEach
  void stop() {
    cluster.close();
  }

  @Test
  void a_stock_out_is_recorded_with_the_words_of_the_scheduler_and_not_asked_again_at_every_tick() {
    cluster.machines(3);
    agents.waiting = 6;

    ticks(12);

    assertThat(agents.busy()).hasSize(3);
    assertThat(agents.recorded)
        .anySatisfy(
            decision -> {
              assertThat(decision.reason()).isEqualTo(ScalingReason.STOCK_OUT);
              assertThat(decision.text())
                  .contains("0/3 nodes are available: 3 Insufficient nvidia.com/gpu.");
            });
    assertThat(scaleCalls()).hasSize(1);
  }

  @Test
  void idle_pods_go_and_the_busy_one_stays_although_it_is_not_ready() {
    agents.waiting = 4;
    ticks(4);
    List<NodeId> busy = agents.busy();
    assertThat(busy).hasSize(4);
    NodeId last = busy.get(2);
    cluster.notReady(last.value());

    busy.stream().filter(node -> !node.equals(last)).forEach(agents::finish);
    ticks(12);
    assertThat(cluster.running()).containsExactly(last.value());

    agents.finish(last);
    ticks(12);
    assertThat(cluster.pods()).isEmpty();
  }

  private void ticks(int count) {
    for (int i = 0; i < count; i++) {
      clock.advance(Duration.ofSeconds(30));
      cluster.goOn();
      agents.work();
      reconciler.tick();
    }
  }

  private List<String> scaleCalls() {
    return cluster.api.changes().stream().filter(call -> call.endsWith("/scale")).toList();
  }
}
