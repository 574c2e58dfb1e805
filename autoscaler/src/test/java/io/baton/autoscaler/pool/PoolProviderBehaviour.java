package io.baton.autoscaler.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.node.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What every provider of nodes does, whatever the nodes run on. */
public abstract class PoolProviderBehaviour {
  protected PoolProvider provider;

  /** A provider that was asked for nothing, whose nodes end when they are told to. */
  protected abstract PoolProvider newProvider();

  /** A provider that was asked for nothing, and whose replicas never come to run. */
  protected abstract PoolProvider newStarvedProvider();

  /** Ends an instance behind the provider's back. */
  protected abstract void kill(Instance instance);

  /** Lets what is behind the provider go on, where it does not by itself. */
  protected void goOn() {}

  @BeforeEach
  void open() {
    provider = newProvider();
  }

  @AfterEach
  void close() {
    provider.close();
  }

  @Test
  void replicas_that_are_asked_for_run_under_ids_of_their_own() {
    grow(2);
    provider.grow(1);
    awaitRunning(3);

    assertThat(look().requested()).isEqualTo(3);
    assertThat(ids()).doesNotHaveDuplicates();
    List<NodeId> nodes = running().stream().map(Instance::node).flatMap(Optional::stream).toList();
    assertThat(nodes).hasSize(3).doesNotHaveDuplicates();
  }

  @Test
  void removed_instances_go_and_no_other_does() {
    grow(4);
    List<InstanceId> all = ids();
    List<InstanceId> gone = provider.removable(all).subList(0, 2);
    List<InstanceId> kept = all.stream().filter(id -> !gone.contains(id)).toList();

    provider.remove(gone);

    assertThat(look().requested()).isEqualTo(2);
    await().until(() -> ids().size() == 2);
    assertThat(ids()).containsExactlyInAnyOrderElementsOf(kept);
    assertThat(running()).hasSize(2);
  }

  @Test
  void an_instance_that_is_told_to_end_counts_no_longer() {
    grow(2);
    InstanceId first = provider.removable(ids()).get(0);

    provider.remove(List.of(first));

    assertThat(running()).map(Instance::id).hasSize(1).doesNotContain(first);
    assertThat(look().pending()).isZero();
  }

  @Test
  void removing_twice_lowers_the_wish_once() {
    grow(3);
    List<InstanceId> first = provider.removable(ids()).subList(0, 1);

    provider.remove(first);
    provider.remove(first);
    assertThat(look().requested()).isEqualTo(2);
    await().until(() -> ids().size() == 2);
    provider.remove(first);

    assertThat(look().requested()).isEqualTo(2);
    awaitRunning(2);
  }

  @Test
  void any_first_ones_of_what_is_removable_can_go_in_turn() {
    grow(3);

    for (int left = 2; left >= 0; left--) {
      InstanceId next = provider.removable(running().stream().map(Instance::id).toList()).get(0);
      provider.remove(List.of(next));
      int expected = left;
      await().until(() -> ids().size() == expected);
      assertThat(ids()).doesNotContain(next);
      assertThat(look().requested()).isEqualTo(left);
    }
  }

  @Test
  void what_is_removable_is_among_the_candidates() {
    grow(2);

    assertThat(provider.removable(List.of())).isEmpty();
    assertThat(ids()).containsAll(provider.removable(ids()));
  }

  @Test
  void an_instance_that_dies_is_succeeded_by_one_with_another_id() {
    grow(1);
    Instance killed = running().get(0);

    kill(killed);

    await().until(() -> running().size() == 1 && !ids().contains(killed.id()));
    assertThat(look().requested()).isEqualTo(1);
  }

  @Test
  void a_replaced_instance_goes_and_another_comes() {
    grow(2);
    InstanceId first = ids().get(0);
    InstanceId second = ids().get(1);

    provider.replace(first);
    provider.replace(first);

    assertThat(look().requested()).isEqualTo(2);
    await().until(() -> !ids().contains(first) && running().size() == 2);
    assertThat(ids()).hasSize(2).contains(second);
  }

  @Test
  void removing_or_replacing_an_unknown_instance_changes_nothing() {
    grow(1);
    List<InstanceId> before = ids();

    provider.remove(List.of(new InstanceId("nobody / at all")));
    provider.replace(new InstanceId("nobody / at all"));

    assertThat(look().requested()).isEqualTo(1);
    assertThat(running()).map(Instance::id).containsExactlyElementsOf(before);
  }

  @Test
  void replicas_that_run_cannot_be_withdrawn() {
    grow(2);
    List<InstanceId> before = ids();

    provider.withdraw(2);

    assertThat(look().requested()).isEqualTo(2);
    assertThat(running()).map(Instance::id).containsExactlyElementsOf(before);
  }

  @Test
  void replicas_that_do_not_run_are_shown_with_the_reason_and_can_be_withdrawn() {
    provider.close();
    provider = newStarvedProvider();

    provider.grow(3);
    await().until(() -> look().pending() == 3 && reasonIsKnown());
    assertThat(look().requested()).isEqualTo(3);

    provider.withdraw(2);
    assertThat(look().requested()).isEqualTo(1);
    provider.withdraw(5);
    assertThat(look().requested()).isZero();
    await().until(() -> ids().isEmpty());
  }

  @Test
  void asking_for_none_changes_nothing() {
    provider.grow(0);
    provider.withdraw(0);
    provider.remove(List.of());

    assertThat(look().requested()).isZero();
    assertThat(ids()).isEmpty();
  }

  private boolean reasonIsKnown() {
    ProviderView view = look();
    return view.shortage().isPresent()
        || (!view.instances().isEmpty()
            && view.instances().stream().allMatch(instance -> instance.obstacle().isPresent()));
  }

  /** How long what was asked for may take. */
  protected Duration patience() {
    return Duration.ofSeconds(20);
  }

  protected final ConditionFactory await() {
    return Awaitility.await()
        .atMost(patience())
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(20));
  }

  protected final void grow(int count) {
    provider.grow(count);
    awaitRunning(count);
  }

  protected final void awaitRunning(int count) {
    await().until(() -> running().size() == count);
  }

  protected final ProviderView look() {
    goOn();
    return provider.look();
  }

  protected final List<InstanceId> ids() {
    return look().instances().stream().map(Instance::id).toList();
  }

  protected final List<Instance> running() {
    return look().instances().stream().filter(Instance::running).toList();
  }
}
