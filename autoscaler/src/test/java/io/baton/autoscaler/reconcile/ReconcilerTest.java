package io.baton.autoscaler.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.autoscaler.local.SettableClock;
import io.baton.autoscaler.pool.Instance;
import io.baton.autoscaler.pool.InstanceId;
import io.baton.autoscaler.pool.InstanceState;
import io.baton.autoscaler.pool.PoolProvider;
import io.baton.autoscaler.pool.ProviderView;
import io.baton.autoscaler.scaling.ScalingPolicy;
import io.baton.protocol.client.UnreachableException;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.PoolDemand;
import io.baton.protocol.pool.PoolName;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ReconcilerTest {
  private final SettableClock clock = new SettableClock();
  private final ListedNodes provider = new ListedNodes();
  private PoolDemand demand = demand(0, 0);
  private ScalingPolicy policy = new ScalingPolicy(0, 3, 1, Duration.ofSeconds(60));
  private boolean apiDown;

  private final Reconciler reconciler = new Reconciler(() -> policy, this::ask, provider, clock);

  private PoolDemand ask() {
    if (apiDown) {
      throw new UnreachableException(URI.create("http://127.0.0.1:1"), "nothing there", null);
    }
    return demand;
  }

  @Test
  void a_dead_node_is_replaced_at_the_next_tick() {
    demand = demand(2, 0);
    reconciler.tick();
    provider.running.remove(0);

    reconciler.tick();

    assertThat(provider.ids()).containsExactly("n2", "n3");
  }

  @Test
  void a_node_that_was_busy_a_moment_ago_stays_for_the_idle_time() {
    demand = demand(1, 0);
    reconciler.tick();
    demand = demand(0, 1, "n1");
    clock.advance(Duration.ofSeconds(600));
    reconciler.tick();
    demand = demand(0, 0);

    clock.advance(Duration.ofSeconds(59));
    reconciler.tick();
    assertThat(provider.ids()).containsExactly("n1");

    clock.advance(Duration.ofSeconds(1));
    reconciler.tick();
    assertThat(provider.ids()).isEmpty();
  }

  @Test
  void without_an_answer_of_the_api_nothing_changes_and_the_reason_is_shown() {
    demand = demand(2, 0);
    reconciler.tick();
    apiDown = true;
    clock.advance(Duration.ofSeconds(600));

    reconciler.tick();

    assertThat(provider.ids()).containsExactly("n1", "n2");
    assertThat(reconciler.problem()).hasValueSatisfying(p -> assertThat(p).contains("reached"));
    apiDown = false;
    reconciler.tick();
    assertThat(reconciler.problem()).isEmpty();
  }

  @Test
  void the_snapshot_names_busy_nodes_and_what_is_wanted() {
    demand = demand(0, 2, "n1");
    reconciler.tick();

    assertThat(reconciler.snapshot().busy()).containsExactly(new NodeId("n1"));
    assertThat(reconciler.snapshot().desired()).hasValue(2);
    assertThat(reconciler.snapshot().instances()).hasSize(2);
  }

  @Test
  void policy_that_changes_counts_from_the_next_tick_on() {
    demand = demand(3, 0);
    policy = new ScalingPolicy(0, 1, 1, Duration.ofSeconds(60));
    reconciler.tick();
    assertThat(provider.ids()).hasSize(1);

    policy = new ScalingPolicy(0, 2, 1, Duration.ofSeconds(60));
    reconciler.tick();

    assertThat(provider.ids()).hasSize(2);
  }

  @Test
  void after_the_stop_no_tick_starts_anything() {
    demand = demand(2, 0);
    reconciler.tick();
    reconciler.stop();

    reconciler.tick();

    assertThat(provider.ids()).isEmpty();
  }

  private static PoolDemand demand(int claimable, int running, String... busy) {
    return PoolDemand.of(
        new PoolName("local"),
        claimable,
        running,
        List.of(busy).stream().map(NodeId::new).toList());
  }

  /** Nodes that are entries of a list, and stop at once. */
  private static final class ListedNodes implements PoolProvider {
    private final List<Instance> running = new ArrayList<>();
    private int number;

    List<String> ids() {
      return running.stream().map(i -> i.id().value()).toList();
    }

    @Override
    public String name() {
      return "listed";
    }

    @Override
    public ProviderView look() {
      return new ProviderView(running.size(), running);
    }

    @Override
    public void grow(int more) {
      for (int i = 0; i < more; i++) {
        String id = "n" + ++number;
        running.add(
            new Instance(
                new InstanceId(id),
                Optional.of(new NodeId(id)),
                InstanceState.RUNNING,
                Instant.EPOCH,
                Optional.empty(),
                OptionalLong.empty()));
      }
    }

    @Override
    public void withdraw(int replicas) {}

    @Override
    public void remove(Collection<InstanceId> instances) {
      running.removeIf(instance -> instances.contains(instance.id()));
    }

    @Override
    public void replace(InstanceId instance) {
      remove(List.of(instance));
      grow(1);
    }

    @Override
    public void close() {
      running.clear();
    }
  }
}
