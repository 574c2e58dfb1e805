package io.baton.autoscaler.kubernetes;

import io.baton.autoscaler.pool.Instance;
import io.baton.autoscaler.pool.InstanceId;
import io.baton.autoscaler.pool.InstanceState;
import io.baton.autoscaler.pool.PoolProvider;
import io.baton.autoscaler.pool.ProviderException;
import io.baton.autoscaler.pool.ProviderFault;
import io.baton.autoscaler.pool.ProviderView;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jboss.logging.Logger;

/**
 * Runs nodes as the pods of a Deployment or a StatefulSet. The wish is the workload's number of
 * replicas, which its own controller keeps: what is known of the pool is in Kubernetes alone.
 */
final class KubernetesPool implements PoolProvider {
  private static final Logger LOG = Logger.getLogger(KubernetesPool.class);

  /** The workload's version changes with its status, so a change in between is nothing unusual. */
  private static final int ATTEMPTS = 5;

  private final KubernetesPoolSettings settings;
  private final Cluster cluster;
  private Optional<PoolState> last = Optional.empty();
  private Set<InstanceId> toldToGo = Set.of();

  KubernetesPool(KubernetesPoolSettings settings, KubernetesClient client) {
    this.settings = settings;
    this.cluster = new Cluster(client, settings);
  }

  @Override
  public String name() {
    return KubernetesPools.NAME;
  }

  @Override
  public ProviderView look() {
    PoolState state = read();
    return new ProviderView(
        state.workload().replicas(),
        Stream.concat(
                state.counted().stream()
                    .map(
                        pod ->
                            instance(
                                pod,
                                pod.running() ? InstanceState.RUNNING : InstanceState.PENDING)),
                state.leaving().stream().map(pod -> instance(pod, InstanceState.STOPPING)))
            .sorted(Comparator.comparing(Instance::since).thenComparing(each -> each.id().value()))
            .toList(),
        state.shortage());
  }

  private PoolState read() {
    PoolState state = cluster.state();
    last = Optional.of(state);
    reportThoseThatStayed(state);
    return state;
  }

  private static Instance instance(PoolPod pod, InstanceState state) {
    return new Instance(
        pod.id(),
        pod.node(),
        state,
        pod.since(),
        pod.machine(),
        OptionalLong.empty(),
        pod.obstacle());
  }

  /** The controller ranks pods as they are when it acts, which may be other than when we asked. */
  private void reportThoseThatStayed(PoolState state) {
    if (!state.leaving().stream().allMatch(PoolPod::deleting)) {
      return;
    }
    List<PoolPod> stayed = state.counted(toldToGo);
    if (!stayed.isEmpty()) {
      LOG.warnf(
          "%s ended other pods than %s, which are still there", settings.workload(), names(stayed));
    }
    toldToGo = Set.of();
  }

  @Override
  public void grow(int count) {
    if (count > 0) {
      changeReplicas(workload -> workload.replicas() + count);
    }
  }

  private void changeReplicas(Function<Workload, Integer> wish) {
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      Workload workload = cluster.workload();
      if (cluster.scale(workload, wish.apply(workload))) {
        return;
      }
    }
    throw changedByOthers();
  }

  @Override
  public void withdraw(int count) {
    for (int attempt = 0; count > 0 && attempt < ATTEMPTS; attempt++) {
      PoolState state = read();
      int fewer = Math.min(count, state.notRunning());
      if (fewer == 0) {
        return;
      }
      state.requireNoRollout();
      if (scaleBy(state, fewer)) {
        return;
      }
    }
    if (count > 0) {
      throw changedByOthers();
    }
  }

  @Override
  public List<InstanceId> removable(List<InstanceId> candidates) {
    return last.orElseGet(this::read).removable(candidates);
  }

  @Override
  public void remove(Collection<InstanceId> instances) {
    for (int attempt = 0; !instances.isEmpty() && attempt < ATTEMPTS; attempt++) {
      PoolState state = read();
      List<PoolPod> named = state.counted(instances);
      if (named.isEmpty() || removed(state, named)) {
        return;
      }
    }
    if (!instances.isEmpty()) {
      throw changedByOthers();
    }
  }

  private boolean removed(PoolState state, List<PoolPod> named) {
    state.requireNoRollout();
    boolean removed =
        switch (settings.kind()) {
          case STATEFUL_SET -> scaleInHighest(state, named);
          case DEPLOYMENT -> scaleIn(state, named);
        };
    if (removed) {
      toldToGo = named.stream().map(PoolPod::id).collect(Collectors.toSet());
      LOG.infof("%s: ends %s", settings.workload(), names(named));
    }
    return removed;
  }

  private boolean scaleInHighest(PoolState state, List<PoolPod> named) {
    if (state.removable(named.stream().map(PoolPod::id).toList()).size() < named.size()) {
      throw new ProviderException(
          ProviderFault.REFUSED,
          "%s can only end the pods with the highest numbers, so not just %s."
              .formatted(settings.workload(), names(named)));
    }
    return scaleBy(state, named.size());
  }

  private boolean scaleIn(PoolState state, List<PoolPod> named) {
    List<PoolPod> staying = state.counted().stream().filter(pod -> !named.contains(pod)).toList();
    List<PoolPod> going =
        Stream.concat(named.stream(), state.leaving().stream().filter(pod -> !pod.deleting()))
            .toList();
    ScaleIn scaleIn = ScaleIn.of(going, staying);
    if (!scaleIn.exact()) {
      deleteByName(named);
      return true;
    }
    scaleIn.unmark().forEach(pod -> cluster.setDeletionCost(pod, 0));
    scaleIn.mark().forEach(pod -> cluster.setDeletionCost(pod, ScaleIn.LOWEST_COST));
    return scaleBy(state, named.size());
  }

  private boolean scaleBy(PoolState state, int fewer) {
    return cluster.scale(state.workload(), state.workload().replicas() - fewer);
  }

  /**
   * A successor that the ReplicaSet makes meanwhile is not scheduled yet, so it is the one that
   * goes when the number of replicas is lowered.
   */
  private void deleteByName(List<PoolPod> named) {
    int deleted = 0;
    try {
      for (PoolPod pod : named) {
        cluster.delete(pod);
        deleted++;
      }
    } finally {
      int fewer = deleted;
      if (fewer > 0) {
        changeReplicas(workload -> Math.max(0, workload.replicas() - fewer));
      }
    }
  }

  private static List<String> names(List<PoolPod> pods) {
    return pods.stream().map(PoolPod::name).toList();
  }

  @Override
  public void replace(InstanceId instance) {
    for (PoolPod pod : read().counted(List.of(instance))) {
      if (settings.cordon()) {
        pod.machine().ifPresent(cluster::cordon);
      }
      cluster.evict(pod);
      LOG.infof("%s: evicts %s", settings.workload(), pod.name());
    }
  }

  private ProviderException changedByOthers() {
    return new ProviderException(
        ProviderFault.REFUSED,
        "%s was changed by others %d times while it was to be scaled."
            .formatted(settings.workload(), ATTEMPTS));
  }

  /** The pods run on. */
  @Override
  public void close() {}
}
