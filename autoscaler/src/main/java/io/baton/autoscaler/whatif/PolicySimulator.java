package io.baton.autoscaler.whatif;

import io.baton.autoscaler.simulation.Replay;
import io.baton.protocol.pool.PolicySimulation;
import io.baton.protocol.pool.PolicySimulationRequest;
import io.baton.protocol.pool.PoolPolicy;
import io.baton.protocol.pool.PoolWorkload;
import io.baton.protocol.pool.StoredPoolPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Replays a pool's past under the present policy and another one. It takes seconds at most: what
 * would take longer is cut to the newer half, and that again.
 */
public final class PolicySimulator {
  /** For a first try; each further one has half of the time of the one before. */
  private static final Duration TIME = Duration.ofSeconds(4);

  private static final Duration SHORTEST = Duration.ofMinutes(10);

  private final Duration every;
  private final LongSupplier nanoTime;

  /**
   * A simulator.
   *
   * @param every how often the autoscaler looks at a pool
   * @param nanoTime as {@link System#nanoTime}
   */
  public PolicySimulator(Duration every, LongSupplier nanoTime) {
    this.every = every;
    this.nanoTime = nanoTime;
  }

  /**
   * Simulates.
   *
   * @param own the policy that counts as long as nobody set one
   * @return empty if even a short past takes too long
   */
  public Optional<PolicySimulation> simulate(
      PoolPast past, PoolPolicy own, PolicySimulationRequest request) {
    StoredPoolPolicy stored = past.policy();
    PoolPolicy present = stored.isSet() ? stored.policy() : own;
    Duration back = Duration.ofHours(request.hours());
    Duration time = TIME;
    while (back.compareTo(SHORTEST) >= 0) {
      PoolWorkload work = past.workload(back);
      Optional<PolicySimulation> told = within(time, work, present, request, back);
      if (told.isPresent()) {
        return told;
      }
      back = back.dividedBy(2);
      time = time.dividedBy(2);
    }
    return Optional.empty();
  }

  private Optional<PolicySimulation> within(
      Duration time,
      PoolWorkload work,
      PoolPolicy present,
      PolicySimulationRequest request,
      Duration back) {
    long end = nanoTime.getAsLong() + time.toNanos();
    Replay replay = new Replay(work, every);
    Optional<PolicySimulation.Outcome> before =
        replay.under(present, () -> nanoTime.getAsLong() - end < 0);
    Optional<PolicySimulation.Outcome> after =
        before.isEmpty()
            ? Optional.empty()
            : replay.under(request.policy(), () -> nanoTime.getAsLong() - end < 0);
    return after.map(
        proposed ->
            new PolicySimulation(
                work.pool(),
                work.since(),
                work.until(),
                work.jobs().size(),
                before.get(),
                proposed,
                notes(replay, present, request, back)));
  }

  private static List<String> notes(
      Replay replay, PoolPolicy present, PolicySimulationRequest request, Duration back) {
    List<String> notes = new ArrayList<>();
    if (back.compareTo(Duration.ofHours(request.hours())) < 0) {
      notes.add(
          "Cut to the newest %d minutes of %d hours: more would take too long."
              .formatted(back.toMinutes(), request.hours()));
    }
    notes.addAll(replay.notes());
    PoolPolicy other = request.policy();
    if (present.paused() || other.paused() || present.dryRun() || other.dryRun()) {
      notes.add("Pauses and dry runs are taken as off.");
    }
    return notes;
  }
}
