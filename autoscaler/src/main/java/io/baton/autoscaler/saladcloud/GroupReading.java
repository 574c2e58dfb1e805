package io.baton.autoscaler.saladcloud;

import io.baton.autoscaler.pool.Instance;
import io.baton.autoscaler.pool.InstanceId;
import io.baton.autoscaler.pool.InstanceState;
import io.baton.autoscaler.pool.ProviderView;
import io.baton.protocol.node.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a container group and the list of its instances mean together.
 *
 * <p>SaladCloud takes up to minutes to end the instances that a lower number of replicas leaves
 * over, and shows them as running until then. So as many of the cheapest as there are more
 * instances than replicas count as ending, which needs no memory of who was told.
 *
 * @param removed instances that this process had removed: of equally cheap ones they go first
 */
record GroupReading(ContainerGroup group, List<GroupInstance> instances, Set<InstanceId> removed) {
  /**
   * From then on that SaladCloud looks for a machine is a shortage; before it is a matter of
   * course.
   */
  private static final Duration SOON = Duration.ofMinutes(5);

  GroupReading {
    instances =
        instances.stream()
            .sorted(
                Comparator.comparing(GroupInstance::updateTime).thenComparing(GroupInstance::id))
            .toList();
    removed = Set.copyOf(removed);
  }

  int requested() {
    return group.requested();
  }

  /** Instances that are to stay as far as SaladCloud was told, the first to go first. */
  List<GroupInstance> staying() {
    Set<InstanceId> leaving = leaving();
    return live().filter(instance -> !leaving.contains(instance.instanceId())).toList();
  }

  private Set<InstanceId> leaving() {
    int live = (int) live().count();
    return live()
        .limit(Math.max(0, live - requested()))
        .map(GroupInstance::instanceId)
        .collect(Collectors.toSet());
  }

  private Stream<GroupInstance> live() {
    return instances.stream()
        .filter(instance -> !instance.stopping())
        .sorted(
            Comparator.comparingInt(GroupInstance::deletionCost)
                .thenComparing(instance -> !removed.contains(instance.instanceId()))
                .thenComparing(GroupInstance.LEAST_TO_LOSE));
  }

  /** Replicas that SaladCloud lists no instance for. */
  int withoutInstance() {
    return Math.max(0, requested() - staying().size());
  }

  /**
   * What the provider shows.
   *
   * @param replaced instances that were told to move and may still be shown as running
   */
  ProviderView view(Set<InstanceId> replaced, Instant now) {
    Set<InstanceId> ending = new HashSet<>(leaving());
    ending.addAll(replaced);
    instances.stream()
        .filter(GroupInstance::stopping)
        .forEach(instance -> ending.add(instance.instanceId()));
    Set<NodeId> staying =
        instances.stream()
            .filter(instance -> !ending.contains(instance.instanceId()))
            .flatMap(instance -> instance.node().stream())
            .collect(Collectors.toSet());
    return new ProviderView(
        requested(),
        instances.stream()
            .map(
                instance ->
                    ending.contains(instance.instanceId())
                        ? ending(instance, staying)
                        : staying(instance))
            .toList(),
        shortage(now));
  }

  private static Instance staying(GroupInstance instance) {
    return toInstance(
        instance, instance.node(), instance.state().means(), instance.state().obstacle());
  }

  /** A machine that its container was started on again has one node, the new one. */
  private static Instance ending(GroupInstance instance, Set<NodeId> staying) {
    Optional<NodeId> node = instance.node().filter(each -> !staying.contains(each));
    return toInstance(instance, node, InstanceState.STOPPING, Optional.empty());
  }

  private static Instance toInstance(
      GroupInstance instance,
      Optional<NodeId> node,
      InstanceState state,
      Optional<String> obstacle) {
    return new Instance(
        instance.instanceId(),
        node,
        state,
        instance.updateTime(),
        instance.machineId(),
        OptionalLong.empty(),
        obstacle);
  }

  private Optional<String> shortage(Instant now) {
    List<GroupInstance> waiting =
        staying().stream()
            .filter(instance -> instance.state() == GroupInstanceState.ALLOCATING)
            .toList();
    return waiting.stream()
        .map(instance -> Duration.between(instance.updateTime(), now))
        .max(Comparator.naturalOrder())
        .filter(longest -> longest.compareTo(SOON) >= 0)
        .map(
            longest ->
                "SaladCloud has found no machine for "
                    + waiting.size()
                    + " of "
                    + requested()
                    + " replicas yet, for the first of them since "
                    + longest.toMinutes()
                    + " min.");
  }
}
