package io.baton.node.attempt;

import io.baton.node.trainer.TrainerEvent;
import io.baton.node.trainer.TrainerEvent.Done;
import io.baton.node.trainer.TrainerEvent.PhaseChanged;
import io.baton.node.trainer.TrainerEvent.Resumed;
import io.baton.node.trainer.TrainerEvent.StepDone;
import io.baton.protocol.work.Heartbeat;
import io.baton.protocol.work.Phase;
import java.util.Optional;
import java.util.TreeMap;

/** How far the attempt is: what heartbeats tell. Thread-safe. */
public final class AttemptProgress {
  private static final int REMEMBERED_LOSSES = 1000;

  private final Runnable onNews;
  private final TreeMap<Integer, Double> losses = new TreeMap<>();
  private Heartbeat latest = new Heartbeat(Phase.PREPARING, 0, Optional.empty(), Optional.empty());

  /**
   * Starts at step 0.
   *
   * @param onNews called after what a user waits to see: a new phase
   */
  public AttemptProgress(Runnable onNews) {
    this.onNews = onNews;
  }

  public synchronized Heartbeat heartbeat() {
    return latest;
  }

  public synchronized int step() {
    return latest.step();
  }

  /** The loss at a step of this attempt, if the trainer told it. */
  public synchronized Optional<Double> lossAt(int step) {
    return Optional.ofNullable(losses.get(step));
  }

  /** A checkpoint is there: a trainer that tells nothing has come so far at least. */
  public synchronized void hasReached(int step) {
    if (step > latest.step()) {
      latest = new Heartbeat(afterStep(), step, Optional.empty(), Optional.empty());
    }
  }

  public void enter(Phase phase) {
    boolean news;
    synchronized (this) {
      news = latest.phase() != phase;
      latest = new Heartbeat(phase, latest.step(), latest.loss(), latest.stepsPerSecond());
    }
    if (news) {
      onNews.run();
    }
  }

  public synchronized void resumedAt(int step) {
    latest = new Heartbeat(latest.phase(), step, Optional.empty(), Optional.empty());
  }

  public void on(TrainerEvent event) {
    if (event instanceof PhaseChanged changed) {
      enterUnlessDraining(changed.phase());
    } else if (event instanceof Resumed resumed) {
      resumedAt(resumed.step());
    } else if (event instanceof StepDone done) {
      stepDone(done);
    } else if (event instanceof Done end) {
      done(end.step());
    }
  }

  /** The trainer is told to stop; what it tells meanwhile does not hide that. */
  public void draining() {
    enter(Phase.DRAINING);
  }

  private void enterUnlessDraining(Phase phase) {
    if (heartbeat().phase() != Phase.DRAINING) {
      enter(phase);
    }
  }

  private synchronized void stepDone(StepDone event) {
    event.loss().ifPresent(loss -> remember(event.step(), loss));
    latest = new Heartbeat(afterStep(), event.step(), event.loss(), event.stepsPerSecond());
  }

  /** A command tells of steps, but not of phases. */
  private Phase afterStep() {
    return latest.phase() == Phase.LOADING_MODEL ? Phase.TRAINING : latest.phase();
  }

  private synchronized void done(int step) {
    latest = new Heartbeat(latest.phase(), step, latest.loss(), latest.stepsPerSecond());
  }

  private void remember(int step, double loss) {
    losses.put(step, loss);
    if (losses.size() > REMEMBERED_LOSSES) {
      losses.pollFirstEntry();
    }
  }
}
