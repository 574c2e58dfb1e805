package io.baton.autoscaler.simulation;

import java.time.Clock;
import java.time.Duration;

/** What decides how many nodes a pool has. */
public sealed interface Rule {
  String name();

  /** What is called how often. */
  Beat on(Pool pool);

  /** Whether nodes end with the last job, rather than by the rule. */
  boolean endsWithLastJob();

  /** The modelled pool that a rule acts on. */
  record Pool(Scenario scenario, SimulatedApi api, SimulatedProvider provider, Clock clock) {}

  /** Called at the beginning, and so often from then on. */
  record Beat(Duration every, Runnable tick) {}

  /** The code that the service runs. */
  record Baton() implements Rule {
    @Override
    public String name() {
      return "Baton";
    }

    @Override
    public Beat on(Pool pool) {
      return new Beat(pool.scenario().tick(), BatonTick.of(pool));
    }

    @Override
    public boolean endsWithLastJob() {
      return false;
    }
  }

  /** So many nodes from the first job to the last. */
  record FixedPool(int nodes) implements Rule {
    @Override
    public String name() {
      return "fixed, " + Figures.plain(nodes);
    }

    @Override
    public Beat on(Pool pool) {
      return new Beat(pool.scenario().horizon(), () -> pool.provider().scaleTo(nodes));
    }

    @Override
    public boolean endsWithLastJob() {
      return true;
    }
  }

  /** Replicas are the jobs that wait and that run; which nodes go is the provider's choice. */
  record PendingPlusRunning(Duration every) implements Rule {
    static final PendingPlusRunning EVERY_5_MINUTES = new PendingPlusRunning(Duration.ofMinutes(5));

    @Override
    public String name() {
      return "pending + running";
    }

    @Override
    public Beat on(Pool pool) {
      int most = pool.scenario().policy().maxReplicas();
      return new Beat(
          every,
          () ->
              pool.provider().scaleTo(Math.min(most, pool.api().queued() + pool.api().running())));
    }

    @Override
    public boolean endsWithLastJob() {
      return false;
    }
  }
}
