package io.baton.autoscaler.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.baton.protocol.node.NodeId;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every provider of nodes does, whatever the nodes run on. */
public abstract class PoolProviderBehaviour {
  protected PoolProvider provider;

  /** A provider without nodes, whose nodes stop when they are told to. */
  protected abstract PoolProvider newProvider();

  /** Ends a node behind the provider's back. */
  protected abstract void kill(Instance instance);

  @BeforeEach
  void open() {
    provider = newProvider();
  }

  @AfterEach
  void stopEverything() {
    provider.stopAll();
  }

  @Test
  void started_nodes_run_under_ids_of_their_own() {
    provider.start(2);

    assertThat(provider.instances()).hasSize(2).doesNotHaveDuplicates();
    assertThat(ids()).doesNotHaveDuplicates();
  }

  @Test
  void a_stopped_node_is_shown_as_stopping_and_then_gone() {
    provider.start(2);
    NodeId first = ids().get(0);

    provider.stop(List.of(first));

    await().until(() -> !ids().contains(first));
    assertThat(ids()).hasSize(1);
  }

  @Test
  void a_killed_node_is_noticed_and_its_id_never_comes_back() {
    provider.start(1);
    Instance killed = provider.instances().get(0);

    kill(killed);
    await().until(() -> provider.instances().isEmpty());
    await()
        .until(
            () -> {
              provider.start(1);
              return !provider.instances().isEmpty();
            });

    assertThat(ids()).hasSize(1).doesNotContain(killed.node());
  }

  @Test
  void stopping_an_unknown_node_changes_nothing() {
    provider.start(1);

    provider.stop(List.of(new NodeId("nobody")));

    assertThat(provider.instances()).hasSize(1).noneMatch(Instance::stopping);
  }

  @Test
  void nothing_runs_after_stop_all() {
    provider.start(3);

    provider.stopAll();

    assertThat(provider.instances()).isEmpty();
  }

  protected final List<NodeId> ids() {
    return provider.instances().stream().map(Instance::node).toList();
  }
}
