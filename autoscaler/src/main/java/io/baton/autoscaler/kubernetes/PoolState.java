package io.baton.autoscaler.kubernetes;

import io.baton.autoscaler.pool.InstanceId;
import io.baton.autoscaler.pool.ProviderException;
import io.baton.autoscaler.pool.ProviderFault;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A workload with its pods, at one moment.
 *
 * @param counted pods that count among the replicas
 * @param leaving pods that were told to end, or that the workload's controller is about to tell
 */
record PoolState(
    KubernetesPoolSettings settings,
    Workload workload,
    List<PoolPod> counted,
    List<PoolPod> leaving) {

  static PoolState of(KubernetesPoolSettings settings, Workload workload, List<PoolPod> pods) {
    List<PoolPod> alive = pods.stream().filter(pod -> !pod.deleting()).toList();
    Set<PoolPod> going =
        new HashSet<>(
            switch (settings.kind()) {
              case STATEFUL_SET -> aboveTheHighest(alive, workload);
              case DEPLOYMENT -> tooMany(alive, workload);
            });
    List<PoolPod> counted = alive.stream().filter(pod -> !going.contains(pod)).toList();
    List<PoolPod> leaving =
        pods.stream().filter(pod -> pod.deleting() || going.contains(pod)).toList();
    return new PoolState(settings, workload, counted, leaving);
  }

  private static List<PoolPod> aboveTheHighest(List<PoolPod> alive, Workload workload) {
    int end = workload.firstOrdinal() + workload.replicas();
    return alive.stream().filter(pod -> pod.ordinal() >= end).toList();
  }

  /** While a rollout goes on there are more pods than replicas, and none of them is to go yet. */
  private static List<PoolPod> tooMany(List<PoolPod> alive, Workload workload) {
    int surplus = alive.size() - workload.replicas();
    return surplus <= 0 || owners(alive) > 1
        ? List.of()
        : alive.stream().sorted(ScaleIn.FIRST_TO_GO).limit(surplus).toList();
  }

  private static long owners(Collection<PoolPod> pods) {
    return pods.stream().map(PoolPod::owner).distinct().count();
  }

  /** Whether a Deployment has pods of several templates, which makes it choose among them all. */
  boolean rollsOut() {
    return settings.kind() == WorkloadKind.DEPLOYMENT && owners(counted) > 1;
  }

  void requireNoRollout() {
    if (rollsOut()) {
      throw new ProviderException(
          ProviderFault.REFUSED,
          "%s is being rolled out: until that is done, no pod can be named to go."
              .formatted(settings.workload()));
    }
  }

  /** Those of the pods that count. */
  List<PoolPod> counted(Collection<InstanceId> ids) {
    Set<InstanceId> named = new HashSet<>(ids);
    return counted.stream().filter(pod -> named.contains(pod.id())).toList();
  }

  /** How many replicas can be taken back without ending a pod that runs. */
  int notRunning() {
    return switch (settings.kind()) {
      case DEPLOYMENT ->
          Math.max(
              0, workload.replicas() - (int) counted.stream().filter(PoolPod::running).count());
      case STATEFUL_SET -> {
        int last =
            counted.stream()
                .filter(PoolPod::running)
                .mapToInt(PoolPod::ordinal)
                .max()
                .orElse(workload.firstOrdinal() - 1);
        yield workload.firstOrdinal() + workload.replicas() - 1 - last;
      }
    };
  }

  /** See {@link io.baton.autoscaler.pool.PoolProvider#removable}. */
  List<InstanceId> removable(List<InstanceId> candidates) {
    Map<InstanceId, PoolPod> pods =
        counted.stream().collect(Collectors.toMap(PoolPod::id, Function.identity()));
    return switch (settings.kind()) {
      case DEPLOYMENT ->
          rollsOut() ? List.of() : candidates.stream().filter(pods::containsKey).toList();
      case STATEFUL_SET -> highest(counted(candidates));
    };
  }

  /** From the highest number down, as long as there is no gap. */
  private List<InstanceId> highest(List<PoolPod> candidates) {
    List<InstanceId> highest = new ArrayList<>();
    int next = workload.firstOrdinal() + workload.replicas() - 1;
    for (PoolPod pod :
        candidates.stream().sorted(Comparator.comparing(PoolPod::ordinal).reversed()).toList()) {
      if (pod.ordinal() != next) {
        break;
      }
      highest.add(pod.id());
      next--;
    }
    return highest;
  }

  /** Why there are fewer pods that run than were asked for. */
  Optional<String> shortage() {
    List<PoolPod> pending = counted.stream().filter(pod -> !pod.running()).toList();
    Optional<String> pods =
        pending.stream()
            .flatMap(pod -> pod.obstacle().stream())
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
            .entrySet()
            .stream()
            .max(Map.Entry.comparingByValue())
            .map(
                most ->
                    "%d of %d pods do not run: %s"
                        .formatted(pending.size(), workload.replicas(), most.getKey()));
    return pods.or(workload::failure);
  }
}
