package io.baton.autoscaler.saladcloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.autoscaler.local.SettableClock;
import io.baton.autoscaler.pool.AgentsInPool;
import io.baton.autoscaler.reconcile.Reconciler;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.PoolPolicyBuilder;
import io.baton.protocol.pool.ScalingReason;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The autoscaler's own decisions, carried out at SaladCloud as it is documented. */
class SaladCloudScalingTest {
  private static final Duration TICK = Duration.ofSeconds(30);

  private final SettableClock clock = new SettableClock();
  private final SaladCloudServer server = new SaladCloudServer();
  private final AgentsInPool agents =
      new AgentsInPool(
          server.group()::machinesThatRun,
          new PoolPolicyBuilder()
              .replicas(0, 40)
              .idleSeconds(120, 120)
              .provisionSeconds(600)
              .drainSeconds(60)
              .build(),
          clock);
  private final Reconciler reconciler =
      new Reconciler(agents, new SaladCloudPool(server.settings(), clock, clock::advance), clock);

  @AfterEach
  void stop() {
    server.close();
  }

  @Test
  void forty_that_are_asked_for_and_twenty_five_that_come_are_asked_for_once() {
    server.group().machines(25);
    agents.waiting = 40;

    ticks(60);

    assertThat(server.group().machinesThatRun()).hasSize(25);
    assertThat(agents.busy()).hasSize(25);
    assertThat(replicas()).first().isEqualTo("PATCH {\"replicas\":40}");
    assertThat(replicas()).hasSizeLessThan(4);
    assertThat(agents.recorded).anyMatch(each -> each.reason() == ScalingReason.STOCK_OUT);
  }

  @Test
  void idle_machines_go_by_their_deletion_cost_and_the_busy_one_stays_to_its_end() {
    agents.waiting = 8;
    ticks(8);
    assertThat(agents.busy()).hasSize(8);
    List<NodeId> busy = agents.busy();
    NodeId last = busy.get(5);

    busy.stream().filter(node -> !node.equals(last)).forEach(agents::finish);
    ticks(12);

    assertThat(server.group().machinesThatRun()).containsExactly(last.value());
    assertThat(server.group().replicas()).isEqualTo(1);
    agents.finish(last);
    ticks(12);
    assertThat(server.group().machinesThatRun()).isEmpty();
    assertThat(server.group().status()).isEqualTo(GroupStatus.STOPPED);
  }

  private void ticks(int count) {
    for (int i = 0; i < count; i++) {
      clock.advance(TICK);
      server.group().at(clock.instant());
      agents.work();
      reconciler.tick();
    }
  }

  private List<String> replicas() {
    return server.changes().stream().filter(change -> change.contains("replicas")).toList();
  }
}
