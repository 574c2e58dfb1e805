package io.baton.autoscaler.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
    provider.close();
  }

  @Test
  void replicas_that_are_asked_for_run_under_ids_of_their_own() {
    provider.grow(2);

    await().until(() -> running().size() == 2);
    assertThat(provider.look().requested()).isEqualTo(2);
    assertThat(ids()).doesNotHaveDuplicates();
  }

  @Test
  void a_removed_instance_goes_and_no_other_does() {
    provider.grow(2);
    await().until(() -> running().size() == 2);
    InstanceId first = ids().get(0);
    InstanceId second = ids().get(1);

    provider.remove(List.of(first));

    assertThat(provider.look().requested()).isEqualTo(1);
    await().until(() -> !ids().contains(first));
    assertThat(ids()).containsExactly(second);
  }

  @Test
  void an_instance_that_dies_is_succeeded_by_one_with_another_id() {
    provider.grow(1);
    await().until(() -> running().size() == 1);
    Instance killed = provider.look().instances().get(0);

    kill(killed);

    await().until(() -> running().size() == 1 && !ids().contains(killed.id()));
    assertThat(provider.look().requested()).isEqualTo(1);
  }

  @Test
  void a_replaced_instance_goes_and_another_comes() {
    provider.grow(2);
    await().until(() -> running().size() == 2);
    InstanceId first = ids().get(0);
    InstanceId second = ids().get(1);

    provider.replace(first);

    assertThat(provider.look().requested()).isEqualTo(2);
    await().until(() -> !ids().contains(first) && running().size() == 2);
    assertThat(ids()).contains(second);
  }

  @Test
  void removing_or_replacing_an_unknown_instance_changes_nothing() {
    provider.grow(1);
    await().until(() -> running().size() == 1);

    provider.remove(List.of(new InstanceId("nobody")));
    provider.replace(new InstanceId("nobody"));

    assertThat(provider.look().requested()).isEqualTo(1);
    assertThat(running()).hasSize(1);
  }

  @Test
  void replicas_that_run_cannot_be_withdrawn() {
    provider.grow(1);
    await().until(() -> running().size() == 1);

    provider.withdraw(1);

    assertThat(provider.look().requested()).isEqualTo(1);
    assertThat(running()).hasSize(1);
  }

  protected final List<InstanceId> ids() {
    return provider.look().instances().stream().map(Instance::id).toList();
  }

  protected final List<Instance> running() {
    return provider.look().instances().stream()
        .filter(instance -> instance.state() == InstanceState.RUNNING)
        .toList();
  }
}
