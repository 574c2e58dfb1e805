package io.baton.autoscaler.saladcloud;

import io.baton.autoscaler.pool.InstanceId;
import io.baton.autoscaler.pool.PoolProvider;
import io.baton.autoscaler.pool.ProviderException;
import io.baton.autoscaler.pool.ProviderFault;
import io.baton.autoscaler.pool.ProviderView;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jboss.logging.Logger;

/**
 * Runs nodes as the instances of one container group of SaladCloud.
 *
 * <p>SaladCloud ends instances by number, the cheapest first, and no cost is below the one that
 * every instance begins with. So before replicas are taken away those that stay are made dear, each
 * once, and those that go are made cheap.
 */
final class SaladCloudPool implements PoolProvider {
  private static final Logger LOG = Logger.getLogger(SaladCloudPool.class);

  static final String NAME = "saladcloud";

  /** Deletion cost of those that are to stay; the others have 0, as in the beginning. */
  static final int DEAR = 1000;

  /** How long SaladCloud may take to do what it accepted, "up to several minutes". */
  private static final Duration PROPAGATION = Duration.ofMinutes(10);

  private final ContainerGroupApi api;
  private final ContainerGroupName name;
  private final Duration patience;
  private final Clock clock;
  private final Map<InstanceId, Instant> replaced = new HashMap<>();
  private final Set<InstanceId> removed = new HashSet<>();

  SaladCloudPool(SaladCloudSettings settings, Clock clock, Pause pause) {
    this.api = new ContainerGroupApi(settings, clock, pause);
    this.name = settings.name();
    this.patience = settings.patience();
    this.clock = clock;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public ProviderView look() {
    GroupReading reading = read(deadline());
    noticeWhoWent(reading);
    return reading.view(replaced.keySet(), clock.instant());
  }

  private Instant deadline() {
    return clock.instant().plus(patience);
  }

  private GroupReading read(Instant deadline) {
    GroupReading reading = new GroupReading(group(deadline), api.instances(deadline), removed);
    Set<InstanceId> there = new HashSet<>();
    reading.staying().forEach(instance -> there.add(instance.instanceId()));
    Instant late = clock.instant().minus(PROPAGATION);
    replaced.entrySet().removeIf(told -> told.getValue().isBefore(late));
    replaced.keySet().retainAll(there);
    return reading;
  }

  private ContainerGroup group(Instant deadline) {
    ContainerGroup group = api.group(deadline);
    if (group.scalesItself()) {
      throw new ProviderException(
          ProviderFault.CONFIGURATION,
          "SaladCloud itself changes the replicas of container group "
              + name
              + ": switch off its job queue autoscaling and its scheduled scaling.");
    }
    return group;
  }

  /** SaladCloud is told a number, not names: it may have ended another than it was meant to. */
  private void noticeWhoWent(GroupReading reading) {
    for (var instance : reading.staying()) {
      if (removed.remove(instance.instanceId())) {
        LOG.warnf(
            "SaladCloud ended another instance of %s than %s, which had the lowest deletion cost",
            name, instance.id());
      }
    }
    Set<InstanceId> listed = new HashSet<>();
    reading.instances().forEach(instance -> listed.add(instance.instanceId()));
    removed.retainAll(listed);
  }

  @Override
  public void grow(int count) {
    if (count > 0) {
      growBy(count);
    }
  }

  private void growBy(int count) {
    Instant deadline = deadline();
    ContainerGroup group = group(deadline);
    if (group.status() == GroupStatus.FAILED) {
      throw new ProviderException(
          ProviderFault.CONFIGURATION,
          "Container group "
              + name
              + " has failed at SaladCloud"
              + group.currentState().description().map(why -> " (" + why + ")").orElse("")
              + ": correct its image, or the registry's credentials, there.");
    }
    int wish = group.requested() + count;
    int most = Math.min(wish, ContainerGroup.MOST_REPLICAS);
    int granted = raise(group, most, deadline);
    if (granted > 0 && !group.status().keepsReplicas()) {
      start(deadline);
    }
    if (granted < most) {
      throw new ProviderException(
          ProviderFault.SHORTAGE,
          "SaladCloud's quota lets container group "
              + name
              + " have "
              + granted
              + " of "
              + wish
              + " replicas: ask SaladCloud for a higher one, or take replicas from other groups.");
    }
    if (most < wish) {
      throw new ProviderException(
          ProviderFault.SHORTAGE,
          "A container group has at most "
              + ContainerGroup.MOST_REPLICAS
              + " replicas and "
              + name
              + " was to have "
              + wish
              + ": lower maxReplicas, or make another pool of another container group.");
    }
  }

  /** Asks for so many, or as many as the quota allows; says how many there are then. */
  private int raise(ContainerGroup group, int replicas, Instant deadline) {
    try {
      api.setReplicas(replicas, deadline);
      return replicas;
    } catch (ProviderException refused) {
      if (refused.fault() == ProviderFault.OUTAGE || refused.retryAfter().isPresent()) {
        throw refused;
      }
      int most = api.quotas(deadline).mostFor(group);
      if (most >= replicas) {
        throw refused;
      }
      if (most > group.replicas()) {
        api.setReplicas(most, deadline);
        return most;
      }
      return group.replicas();
    }
  }

  private void start(Instant deadline) {
    try {
      api.start(deadline);
    } catch (ProviderException refused) {
      if (refused.fault() != ProviderFault.REFUSED
          || !api.group(deadline).status().keepsReplicas()) {
        throw refused;
      }
    }
  }

  @Override
  public void withdraw(int count) {
    Instant deadline = deadline();
    GroupReading reading = read(deadline);
    List<GroupInstance> pending =
        reading.staying().stream().filter(GroupInstance::pending).toList();
    int taken = Math.min(count, reading.withoutInstance() + pending.size());
    int going = Math.max(0, taken - reading.withoutInstance());
    if (taken > 0) {
      lower(reading, taken, pending.subList(0, going), deadline);
    }
  }

  @Override
  public void remove(Collection<InstanceId> instances) {
    Instant deadline = deadline();
    GroupReading reading = read(deadline);
    List<GroupInstance> going =
        reading.staying().stream()
            .filter(instance -> instances.contains(instance.instanceId()))
            .filter(instance -> !replaced.containsKey(instance.instanceId()))
            .toList();
    if (!going.isEmpty()) {
      lower(reading, going.size(), going, deadline);
    }
  }

  private void lower(GroupReading reading, int fewer, List<GroupInstance> going, Instant deadline) {
    int replicas = reading.requested() - fewer;
    List<GroupInstance> cheap = new ArrayList<>(going);
    if (replicas > 0 && !going.isEmpty()) {
      makeDear(reading, going, deadline);
      cheap.removeIf(instance -> !makeCheap(instance, deadline));
      replicas += going.size() - cheap.size();
    }
    api.setReplicas(replicas, deadline);
    cheap.forEach(instance -> removed.add(instance.instanceId()));
    if (replicas == 0) {
      api.stop(deadline);
    }
  }

  private void makeDear(GroupReading reading, List<GroupInstance> going, Instant deadline) {
    List<GroupInstance> dear =
        reading.staying().stream()
            .filter(instance -> !going.contains(instance))
            .filter(instance -> instance.deletionCost() < DEAR)
            .toList();
    for (int i = 0; i < dear.size(); i++) {
      if (clock.instant().isAfter(deadline)) {
        throw new ProviderException(
            ProviderFault.REFUSED,
            "The deletion cost of "
                + (dear.size() - i)
                + " instances of "
                + name
                + " is yet to be set before others can be removed; it goes on with the next try.");
      }
      // One that is gone meanwhile gets a successor, which is as cheap as those that are to go.
      api.setDeletionCost(dear.get(i).instanceId(), DEAR, deadline);
    }
  }

  /** Whether it is still there to be removed. */
  private boolean makeCheap(GroupInstance instance, Instant deadline) {
    return instance.deletionCost() == 0 || api.setDeletionCost(instance.instanceId(), 0, deadline);
  }

  @Override
  public void replace(InstanceId instance) {
    Instant deadline = deadline();
    boolean stays =
        read(deadline).staying().stream().anyMatch(each -> each.instanceId().equals(instance));
    if (stays && !replaced.containsKey(instance) && api.reallocate(instance, deadline)) {
      replaced.put(instance, clock.instant());
    }
  }

  /** The container group runs on. */
  @Override
  public void close() {
    replaced.clear();
    removed.clear();
  }
}
