package io.baton.autoscaler.saladcloud;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.autoscaler.pool.Instance;
import io.baton.autoscaler.pool.InstanceId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class GroupReadingTest {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  @Test
  void the_cheapest_are_ending_where_there_are_more_instances_than_replicas() {
    assertThat(
            ending(
                reading(
                    1,
                    Set.of(),
                    instance("dear", GroupInstanceState.RUNNING, 1000),
                    instance("cheap", GroupInstanceState.RUNNING, 0),
                    instance("cheaper", GroupInstanceState.STOPPING, 0))))
        .containsExactlyInAnyOrder("cheap", "cheaper");
  }

  @Test
  void one_that_came_after_a_removal_is_not_taken_for_the_one_that_was_removed() {
    GroupReading reading =
        reading(
            1,
            Set.of(new InstanceId("removed")),
            instance("removed", GroupInstanceState.RUNNING, 0),
            instance("new", GroupInstanceState.ALLOCATING, 0));

    assertThat(ending(reading)).containsExactly("removed");
    assertThat(reading.staying()).map(GroupInstance::id).containsExactly("new");
  }

  @Test
  void without_a_memory_the_one_that_has_done_least_is_taken() {
    assertThat(
            ending(
                reading(
                    1,
                    Set.of(),
                    instance("running", GroupInstanceState.RUNNING, 0),
                    instance("new", GroupInstanceState.DOWNLOADING, 0))))
        .containsExactly("new");
  }

  private static List<String> ending(GroupReading reading) {
    return reading.view(Set.of(), NOON).instances().stream()
        .filter(Instance::stopping)
        .map(instance -> instance.id().value())
        .toList();
  }

  private static GroupReading reading(
      int replicas, Set<InstanceId> removed, GroupInstance... instances) {
    ContainerGroup group =
        new ContainerGroup(
            replicas,
            new ContainerGroup.State(GroupStatus.RUNNING, Optional.empty()),
            Optional.empty(),
            false);
    return new GroupReading(group, List.of(instances), removed);
  }

  private static GroupInstance instance(String id, GroupInstanceState state, int deletionCost) {
    return new GroupInstance(id, Optional.of("machine-of-" + id), state, NOON, deletionCost);
  }
}
