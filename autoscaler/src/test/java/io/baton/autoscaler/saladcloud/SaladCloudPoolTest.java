package io.baton.autoscaler.saladcloud;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.baton.autoscaler.local.SettableClock;
import io.baton.autoscaler.pool.Instance;
import io.baton.autoscaler.pool.InstanceId;
import io.baton.autoscaler.pool.PoolProvider;
import io.baton.autoscaler.pool.PoolProviderBehaviour;
import io.baton.autoscaler.pool.ProviderException;
import io.baton.autoscaler.pool.ProviderFault;
import io.baton.autoscaler.pool.ProviderView;
import io.baton.protocol.node.NodeId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SaladCloudPoolTest extends PoolProviderBehaviour {
  private final SettableClock clock = new SettableClock();
  private final SaladCloudServer server = new SaladCloudServer();

  @Override
  protected PoolProvider newProvider() {
    return new SaladCloudPool(server.settings(), clock, clock::advance);
  }

  @Override
  protected PoolProvider newStarvedProvider() {
    server.group().machines(0);
    return newProvider();
  }

  @Override
  protected void goOn() {
    for (int i = 0; i < 4; i++) {
      server.group().step();
    }
  }

  @Override
  protected void kill(Instance instance) {
    server.group().interrupt(instance.id().value());
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  @Test
  void a_stopped_group_gets_its_replicas_before_it_is_started() {
    server.group().setReplicas(7);

    provider.grow(2);

    assertThat(server.changes()).containsExactly("PATCH {\"replicas\":2}", "POST /start");
    assertThat(provider.look().requested()).isEqualTo(2);
  }

  @Test
  void replicas_of_a_group_that_is_stopped_count_for_nothing() {
    server.group().setReplicas(7);

    assertThat(provider.look()).isEqualTo(ProviderView.EMPTY);
  }

  @Test
  void a_group_whose_image_is_being_prepared_is_not_started_yet() {
    server.group().status(GroupStatus.PENDING, "");

    provider.grow(2);

    assertThat(server.changes()).containsExactly("PATCH {\"replicas\":2}");
    assertThat(provider.look().requested()).isEqualTo(2);
  }

  @Test
  void a_start_that_somebody_else_made_meanwhile_is_no_failure() {
    server.fail(200, Map.of(), server.group().json());
    server.group().status(GroupStatus.DEPLOYING, "");

    provider.grow(1);

    assertThat(server.changes()).containsExactly("PATCH {\"replicas\":1}", "POST /start");
  }

  @Test
  void a_failed_group_is_not_asked_for_more() {
    server.group().status(GroupStatus.FAILED, "The image could not be pulled.");

    ProviderException refused = refusal(() -> provider.grow(1));

    assertThat(refused.fault()).isEqualTo(ProviderFault.CONFIGURATION);
    assertThat(refused)
        .hasMessage(
            "Container group acme-corp/dev-env/trainers has failed at SaladCloud (The image could"
                + " not be pulled.): correct its image, or the registry's credentials, there.");
    assertThat(server.changes()).isEmpty();
  }

  @Test
  void a_group_that_saladcloud_scales_itself_is_left_alone() {
    server.group().scaling("\"scheduled-scaling-enabled\":true");
    assertThat(refusal(() -> provider.look()))
        .hasMessageContaining("switch off its job queue autoscaling and its scheduled scaling");

    server
        .group()
        .scaling("\"scheduled-scaling-enabled\":false,\"queue_autoscaler\":{\"min_replicas\":1}");
    assertThat(refusal(() -> provider.grow(1)).fault()).isEqualTo(ProviderFault.CONFIGURATION);
    assertThat(server.changes()).isEmpty();
  }

  @Test
  void a_node_is_known_by_its_machine_as_soon_as_it_has_one() {
    provider.grow(1);
    Instance allocating = provider.look().instances().get(0);
    Instance downloading = provider.look().instances().get(0);

    assertThat(allocating.pending()).isTrue();
    assertThat(allocating.node()).isEmpty();
    assertThat(allocating.machine()).isEmpty();
    assertThat(allocating.obstacle()).contains("SaladCloud looks for a machine");
    assertThat(downloading.pending()).isTrue();
    assertThat(downloading.id()).isEqualTo(allocating.id());
    assertThat(downloading.machine()).isPresent();
    assertThat(downloading.node()).isEqualTo(downloading.machine().map(NodeId::new));
  }

  @Test
  void those_that_stay_are_made_dear_once_before_replicas_are_taken_away() {
    List<InstanceId> ids = running(4);

    provider.remove(List.of(ids.get(2)));

    assertThat(server.changes()).hasSize(4).last().isEqualTo("PATCH {\"replicas\":3}");
    assertThat(List.of(ids.get(0), ids.get(1), ids.get(3)))
        .allSatisfy(id -> assertThat(server.group().deletionCost(id.value())).isEqualTo(1000));
    server.forgetRequests();

    provider.remove(List.of(ids.get(0)));

    assertThat(server.changes())
        .containsExactly(
            "PATCH /instances/" + ids.get(0) + "{\"deletion_cost\":0}", "PATCH {\"replicas\":2}");
    settle();
    assertThat(ids()).containsExactlyInAnyOrder(ids.get(1), ids.get(3));
  }

  @Test
  void a_removal_that_takes_minutes_is_not_made_twice_not_even_by_a_successor() {
    List<InstanceId> ids = running(3);
    server.group().takesItsTime();
    provider.remove(List.of(ids.get(1)));
    server.forgetRequests();

    assertThat(stopping()).containsExactly(ids.get(1));
    provider.remove(List.of(ids.get(1)));
    provider = newProvider();
    assertThat(stopping()).containsExactly(ids.get(1));
    provider.remove(List.of(ids.get(1)));
    provider.withdraw(1);

    assertThat(server.changes()).isEmpty();
    assertThat(provider.look().requested()).isEqualTo(2);
    server.group().endThoseLeft();
    settle();
    assertThat(ids()).containsExactlyInAnyOrder(ids.get(0), ids.get(2));
  }

  @Test
  void the_last_one_stops_the_group() {
    List<InstanceId> ids = running(1);

    provider.remove(ids);

    assertThat(server.changes()).containsExactly("PATCH {\"replicas\":0}", "POST /stop");
    settle();
    assertThat(provider.look()).isEqualTo(ProviderView.EMPTY);
    provider.grow(1);
    settle();
    assertThat(running()).hasSize(1);
  }

  @Test
  void one_that_is_gone_before_it_is_removed_takes_no_replica_with_it() {
    List<InstanceId> ids = running(3);
    provider.remove(List.of(ids.get(0)));
    settle();
    // It is dear now, so it has to be made cheap, and is gone by then.
    server.forgetRequests();
    server.fail(200, Map.of(), server.group().json());
    server.fail(200, Map.of(), server.group().instancesJson());
    server.group().interrupt(ids.get(1).value());

    provider.remove(List.of(ids.get(1)));

    assertThat(server.group().replicas()).isEqualTo(2);
    settle();
    assertThat(running()).hasSize(2);
    assertThat(ids()).contains(ids.get(2)).doesNotContain(ids.get(1));
  }

  @Test
  void a_stock_out_is_told_and_only_what_does_not_run_is_withdrawn() {
    server.group().machines(2);
    provider.grow(5);
    settle();
    assertThat(running()).hasSize(2);
    assertThat(provider.look().shortage()).isEmpty();

    clock.advance(Duration.ofMinutes(12));

    assertThat(provider.look().shortage())
        .contains(
            "SaladCloud has found no machine for 3 of 5 replicas yet, for the first of them since"
                + " 12 min.");
    List<InstanceId> before = running().stream().map(Instance::id).toList();
    provider.withdraw(2);
    settle();
    assertThat(provider.look().requested()).isEqualTo(3);
    provider.withdraw(9);
    settle();
    assertThat(provider.look().requested()).isEqualTo(2);
    assertThat(ids()).containsExactlyInAnyOrderElementsOf(before);
  }

  @Test
  void what_the_quota_leaves_is_asked_for_and_the_rest_is_told() {
    server.group().quota(100, 60);

    ProviderException refused = refusal(() -> provider.grow(55));

    assertThat(refused.fault()).isEqualTo(ProviderFault.SHORTAGE);
    assertThat(refused).hasMessageContaining("40 of 55 replicas").hasMessageContaining("quota");
    assertThat(provider.look().requested()).isEqualTo(40);
    server.forgetRequests();
    assertThat(refusal(() -> provider.grow(15)).fault()).isEqualTo(ProviderFault.SHORTAGE);
    assertThat(server.group().replicas()).isEqualTo(40);
  }

  @Test
  void a_group_has_500_replicas_at_most() {
    ProviderException refused = refusal(() -> provider.grow(600));

    assertThat(refused.fault()).isEqualTo(ProviderFault.SHORTAGE);
    assertThat(refused).hasMessageContaining("at most 500 replicas");
    assertThat(server.group().replicas()).isEqualTo(500);
  }

  @Test
  void a_replaced_instance_counts_as_ending_at_once() {
    List<InstanceId> ids = running(2);
    server.group().takesItsTime();

    provider.replace(ids.get(1));
    provider.replace(ids.get(1));
    provider.remove(List.of(ids.get(1)));

    assertThat(server.changes()).containsExactly("POST /instances/" + ids.get(1) + "/reallocate");
    assertThat(stopping()).containsExactly(ids.get(1));
    assertThat(provider.look().requested()).isEqualTo(2);
    clock.advance(Duration.ofMinutes(11));
    assertThat(stopping()).as("SaladCloud seems to have forgotten it").isEmpty();
  }

  @Test
  void a_container_that_is_started_again_on_its_machine_is_one_node() {
    running(1);
    Instance before = running().get(0);

    server.group().restart(before.id().value());
    List<Instance> both = provider.look().instances();

    assertThat(both).hasSize(2).allMatch(each -> each.machine().equals(before.machine()));
    assertThat(both).filteredOn(Instance::stopping).allMatch(each -> each.node().isEmpty());
    assertThat(both)
        .filteredOn(Instance::running)
        .allMatch(each -> each.node().equals(before.node()));
  }

  /** As many running ones, and a server that has forgotten how they came to be. */
  private List<InstanceId> running(int count) {
    provider.grow(count);
    settle();
    assertThat(running()).hasSize(count);
    server.forgetRequests();
    return ids();
  }

  /** SaladCloud has all the time that it needs. */
  private void settle() {
    goOn();
    provider.look();
  }

  private List<InstanceId> stopping() {
    return provider.look().instances().stream()
        .filter(Instance::stopping)
        .map(Instance::id)
        .toList();
  }

  private static ProviderException refusal(ThrowingCallable call) {
    return catchThrowableOfType(ProviderException.class, call);
  }
}
