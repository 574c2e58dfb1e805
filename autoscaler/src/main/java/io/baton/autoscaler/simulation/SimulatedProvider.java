package io.baton.autoscaler.simulation;

import io.baton.autoscaler.pool.Instance;
import io.baton.autoscaler.pool.InstanceId;
import io.baton.autoscaler.pool.InstanceState;
import io.baton.autoscaler.pool.PoolProvider;
import io.baton.autoscaler.pool.ProviderView;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * A provider of machines that take minutes to come, vanish, and sometimes are not to be had. As
 * SaladCloud does, it keeps the number of replicas, and bills a machine while its container runs.
 */
final class SimulatedProvider implements PoolProvider {
  private final EventQueue events;
  private final ProviderFigures figures;
  private final Draws draws;
  private final Tenants tenants;
  private final MachineFleet fleet;
  private final Supply supply;
  private final ProviderCounts counts = new ProviderCounts();

  private final Map<InstanceId, SimulatedInstance> instances = new LinkedHashMap<>();
  private final Set<SimulatedInstance> waiting = new LinkedHashSet<>();
  private int requested;
  private int holding;
  private long created;
  private long served;
  private long lowered;

  SimulatedProvider(EventQueue events, Scenario scenario, Draws draws, Tenants tenants) {
    this.events = events;
    this.figures = scenario.provider();
    this.draws = draws;
    this.tenants = tenants;
    int most = scenario.policy().maxReplicas();
    this.fleet = new MachineFleet(figures, scenario.nodes(), draws, most);
    this.supply = new Supply(events, figures, draws, most, this::serve);
  }

  @Override
  public String name() {
    return "simulated";
  }

  @Override
  public ProviderView look() {
    List<Instance> views = new ArrayList<>(instances.size());
    instances.values().forEach(instance -> views.add(instance.view()));
    return new ProviderView(requested, views, shortage());
  }

  private Optional<String> shortage() {
    return waiting.isEmpty()
        ? Optional.empty()
        : Optional.of("No machine is free for %d replicas.".formatted(waiting.size()));
  }

  @Override
  public void grow(int more) {
    requested += more;
    for (int i = 0; i < more; i++) {
      add();
    }
  }

  private void add() {
    SimulatedInstance instance = new SimulatedInstance(created++, events.now());
    instances.put(instance.id(), instance);
    waiting.add(instance);
    serve();
  }

  /** Machines for those that wait, as far as there are any. */
  private void serve() {
    while (!waiting.isEmpty() && holding < supply.machines()) {
      SimulatedInstance instance = waiting.iterator().next();
      waiting.remove(instance);
      holding++;
      SplittableRandom random = draws.of(Draws.Purpose.INSTANCE, served);
      instance.allot(fleet.take(served++, random), random);
      events.after(figures.allocation().millis(random), () -> run(instance));
    }
  }

  private void run(SimulatedInstance instance) {
    if (instances.containsKey(instance.id())) {
      instance.enter(InstanceState.RUNNING, events.now());
      counts.started(events.now());
      double hours = Draws.exponential(instance.random(), figures.interruptionHours());
      events.after((long) (hours * Arrivals.HOUR), () -> interrupt(instance));
      tenants.started(instance);
    }
  }

  /** The machine is wanted by its owner, or fails. */
  void interrupt(SimulatedInstance instance) {
    if (instances.containsKey(instance.id())) {
      boolean wanted = instance.state() == InstanceState.RUNNING;
      counts.interrupted();
      tenants.vanished(instance);
      forget(instance);
      if (wanted) {
        add();
      }
    }
  }

  @Override
  public void withdraw(int replicas) {
    List<SimulatedInstance> pending = in(InstanceState.PENDING);
    for (int i = pending.size() - 1; i >= Math.max(0, pending.size() - replicas); i--) {
      requested--;
      forget(pending.get(i));
    }
  }

  @Override
  public void remove(Collection<InstanceId> removed) {
    List<SimulatedInstance> found = new ArrayList<>();
    for (InstanceId id : removed) {
      SimulatedInstance instance = instances.get(id);
      if (instance != null && instance.state() != InstanceState.STOPPING) {
        found.add(instance);
      }
    }
    shrink(found);
  }

  private void shrink(List<SimulatedInstance> victims) {
    requested -= victims.size();
    tenants.chosen(victims.stream().filter(SimulatedInstance::billed).toList());
    victims.forEach(this::end);
  }

  @Override
  public void replace(InstanceId id) {
    SimulatedInstance instance = instances.get(id);
    if (instance != null && instance.state() != InstanceState.STOPPING) {
      counts.replaced();
      end(instance);
      add();
    }
  }

  private void end(SimulatedInstance instance) {
    if (instance.state() == InstanceState.PENDING) {
      forget(instance);
      return;
    }
    instance.enter(InstanceState.STOPPING, events.now());
    events.after((long) (figures.grace() * 1000), () -> kill(instance));
    tenants.told(instance);
  }

  private void kill(SimulatedInstance instance) {
    if (instances.containsKey(instance.id())) {
      tenants.vanished(instance);
      forget(instance);
    }
  }

  /** What ran on it has ended. */
  void ended(SimulatedInstance instance) {
    forget(instance);
  }

  private void forget(SimulatedInstance instance) {
    instances.remove(instance.id());
    waiting.remove(instance);
    if (instance.billed()) {
      counts.ended(events.now());
    }
    instance.machine().ifPresent(this::free);
  }

  private void free(Machine machine) {
    machine.free();
    holding--;
    serve();
  }

  /**
   * Sets the number of replicas without saying which. Those that do not run yet go first, then any:
   * the provider knows nothing of jobs.
   */
  void scaleTo(int replicas) {
    if (replicas >= requested) {
      grow(replicas - requested);
      return;
    }
    withdraw(requested - replicas);
    List<SimulatedInstance> running = in(InstanceState.RUNNING);
    SplittableRandom random = draws.of(Draws.Purpose.VICTIM, lowered++);
    List<SimulatedInstance> victims = new ArrayList<>();
    for (int i = requested - replicas; i > 0; i--) {
      int drawn = random.nextInt(running.size());
      victims.add(running.get(drawn));
      running.set(drawn, running.get(running.size() - 1));
      running.remove(running.size() - 1);
    }
    shrink(victims);
  }

  private List<SimulatedInstance> in(InstanceState state) {
    List<SimulatedInstance> found = new ArrayList<>();
    for (SimulatedInstance instance : instances.values()) {
      if (instance.state() == state) {
        found.add(instance);
      }
    }
    return found;
  }

  boolean isEmpty() {
    return instances.isEmpty();
  }

  int requested() {
    return requested;
  }

  ProviderCounts counts() {
    return counts;
  }

  SimulatedInstance instance(InstanceId id) {
    return instances.get(id);
  }

  @Override
  public void close() {
    // Its machines run on, as those of a real provider would.
  }
}
