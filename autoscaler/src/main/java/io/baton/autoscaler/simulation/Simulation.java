package io.baton.autoscaler.simulation;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.stream.DoubleStream;

/** One scenario under one rule. */
public final class Simulation implements World, Tenants {
  /** Events between two looks at whether to go on. */
  private static final int OFTEN = 256;

  private final Scenario scenario;
  private final Rule rule;
  private final long seed;
  private final Draws draws;
  private final long begin;
  private final EventQueue events;
  private final Ledger ledger = new Ledger();
  private final ScaleInAudit audit = new ScaleInAudit();
  private final Results results;
  private final SimulatedApi api;
  private final SimulatedProvider provider;
  private final Map<SimulatedInstance, Agent> agents = new HashMap<>();
  private final List<Outcome.Point> curve = new ArrayList<>();

  Simulation(Scenario scenario, Rule rule, long seed) {
    this.scenario = scenario;
    this.rule = rule;
    this.seed = seed;
    this.draws = new Draws(seed);
    this.begin = scenario.replayedFrom().map(VirtualClock::millis).orElse(0L);
    this.events = new EventQueue(begin);
    this.results = new Results(scenario.jobs(), ledger);
    this.api = new SimulatedApi(this, audit, results);
    this.provider = new SimulatedProvider(events, scenario, draws, this);
  }

  /** Runs it to its end: no job left, no node left, or the horizon. */
  public static Outcome run(Scenario scenario, Rule rule, long seed) {
    return new Simulation(scenario, rule, seed).run(() -> true).orElseThrow();
  }

  /** The same; empty if it was not to go on. */
  static Optional<Outcome> run(Scenario scenario, Rule rule, long seed, BooleanSupplier mayGoOn) {
    return new Simulation(scenario, rule, seed).run(mayGoOn);
  }

  private Optional<Outcome> run(BooleanSupplier mayGoOn) {
    long[] arrivals =
        scenario.arrivals().times(scenario.jobs(), draws.of(Draws.Purpose.ARRIVALS, 0));
    arrive(arrivals, 0);
    Rule.Beat beat = rule.on(new Rule.Pool(scenario, api, provider, new VirtualClock(events)));
    repeat(beat.every().toMillis(), beat.tick());
    repeat(scenario.sample().toMillis(), this::sample);
    long end = begin + scenario.horizon().toMillis();
    long happened = 0;
    while (!isOver() && events.next(end)) {
      // Each thing makes the next ones happen.
      if (++happened % OFTEN == 0 && !mayGoOn.getAsBoolean()) {
        return Optional.empty();
      }
    }
    double[] waits = waits();
    agents.values().forEach(Agent::vanish);
    sample();
    return Optional.of(outcome(waits));
  }

  /** One after the other, so that the queue of events stays short. */
  private void arrive(long[] times, int number) {
    if (number < times.length) {
      events.at(
          begin + times[number],
          () -> {
            api.submit(new SimulatedJob(number, 0, scenario.steps(number), begin + times[number]));
            arrive(times, number + 1);
          });
    }
  }

  private void repeat(long every, Runnable what) {
    events.after(
        0,
        new Runnable() {
          @Override
          public void run() {
            what.run();
            events.after(every, this);
          }
        });
  }

  private boolean isOver() {
    return scenario.replayedFrom().isEmpty()
        && results.ended() == scenario.jobs()
        && (rule.endsWithLastJob() || provider.isEmpty());
  }

  private void sample() {
    long now = events.now();
    curve.add(
        new Outcome.Point(
            hours(now - begin),
            api.queued(),
            provider.requested(),
            provider.counts().running(),
            api.running(),
            hours(provider.counts().billed(now)) * scenario.provider().pricePerHour(),
            hours(ledger.wasted() + idleSoFar(now))));
  }

  private long idleSoFar(long now) {
    long idle = 0;
    for (Agent agent : agents.values()) {
      idle += agent.phase() == Agent.Phase.WAITING ? now - agent.since() : 0;
    }
    return idle;
  }

  /** In a past that is replayed those that still wait count with what they have waited. */
  private double[] waits() {
    if (scenario.replayedFrom().isEmpty()) {
      return results.waits();
    }
    return Figures.sorted(
        DoubleStream.concat(
                Arrays.stream(results.waits()),
                api.neverClaimed().stream().mapToDouble(since -> (events.now() - since) / 1000.0))
            .toArray());
  }

  private Outcome outcome(double[] waits) {
    double[] completions = results.completions();
    double billed = hours(provider.counts().billed(events.now()));
    return new Outcome(
        rule.name(),
        seed,
        results.completed(),
        results.failed(),
        scenario.jobs() - results.ended(),
        Figures.quantile(waits, 0.5),
        Figures.quantile(waits, 0.95),
        Figures.quantile(completions, 0.5),
        Figures.quantile(completions, 0.95),
        results.lastEnd() - begin / 1000.0,
        hoursByUse(),
        billed,
        billed * scenario.provider().pricePerHour(),
        audit.busyWhileIdle(),
        audit.busy(),
        audit.removed(),
        provider.counts().replacements(),
        provider.counts().interruptions(),
        provider.counts().mostRunning(),
        curve);
  }

  private Map<Use, Double> hoursByUse() {
    Map<Use, Double> hours = new EnumMap<>(Use.class);
    for (Use use : Use.values()) {
      hours.put(use, hours(ledger.of(use)));
    }
    return hours;
  }

  private static double hours(long millis) {
    return millis / (double) Arrivals.HOUR;
  }

  // The world of the agents.

  @Override
  public EventQueue events() {
    return events;
  }

  @Override
  public Scenario scenario() {
    return scenario;
  }

  @Override
  public SimulatedApi api() {
    return api;
  }

  SimulatedProvider provider() {
    return provider;
  }

  @Override
  public Ledger ledger() {
    return ledger;
  }

  @Override
  public void left(SimulatedInstance instance) {
    agents.remove(instance);
    provider.ended(instance);
  }

  // The machines' tenants.

  @Override
  public void chosen(List<SimulatedInstance> instances) {
    audit.removed(instances.size());
    audit.leaving(instances.stream().map(agents::get).toList(), api.nodes());
  }

  @Override
  public void started(SimulatedInstance instance) {
    agents.put(instance, new Agent(this, instance));
  }

  @Override
  public void told(SimulatedInstance instance) {
    agents.get(instance).end();
  }

  @Override
  public void vanished(SimulatedInstance instance) {
    agents.remove(instance).vanish();
  }
}
