package io.baton.node.trainer;

import io.baton.node.clock.NodeClock;
import io.baton.node.trainer.TrainerEvent.LogLine;
import io.baton.node.trainer.TrainerEvent.PhaseChanged;
import io.baton.node.trainer.TrainerEvent.StepDone;
import io.baton.protocol.work.Phase;
import java.time.Duration;
import java.util.Optional;

/**
 * Knows when a trainer was last seen to get on, and by when it has to again. Steps, phases, images
 * and checkpoints are signs; lines are signs of a trainer that tells nothing else, because one that
 * hangs may still print. Thread-safe.
 */
public final class SignsOfLife {
  private final NodeClock clock;
  private final HangLimits limits;
  private long lastNanos;
  private boolean tellsEvents;
  private Optional<Phase> phase = Optional.empty();
  private boolean stepping;
  private int step = -1;

  /** Counted from now. */
  public SignsOfLife(NodeClock clock, HangLimits limits) {
    this.clock = clock;
    this.limits = limits;
    this.lastNanos = clock.nanos();
  }

  public synchronized void on(TrainerEvent event) {
    if (event instanceof LogLine) {
      if (!tellsEvents) {
        seen();
      }
      return;
    }
    tellsEvents = true;
    if (event instanceof StepDone done) {
      if (done.step() == step) {
        return;
      }
      step = done.step();
      stepping = true;
    } else if (event instanceof PhaseChanged changed) {
      phase = Optional.of(changed.phase());
      stepping = false;
    }
    seen();
  }

  /** It wrote something. */
  public synchronized void seen() {
    lastNanos = clock.nanos();
  }

  /** From when on it counts as hung. */
  public synchronized long hungAtNanos() {
    return lastNanos + limit().toNanos();
  }

  /** One sentence for the user. */
  public synchronized String verdict() {
    String where =
        stepping ? " since step " + step : phase.map(known -> " while " + known.text()).orElse("");
    return "The trainer hung: it gave no sign of life for "
        + limit().toSeconds()
        + " s"
        + where
        + ".";
  }

  /** Until the first step is done in a phase, who knows what has to be loaded or compiled. */
  private Duration limit() {
    return stepping ? limits.step() : limits.phase();
  }
}
