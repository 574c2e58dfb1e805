package io.baton.node.attempt;

import io.baton.node.clock.NodeClock;
import io.baton.node.trainer.SignsOfLife;
import io.baton.node.trainer.TrainerEvent;
import io.baton.node.trainer.TrainerEvent.CheckpointWritten;
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
  private final NodeClock clock;
  private final SignsOfLife signs;
  private final WorkAtRisk atRisk = new WorkAtRisk();
  private final CheckpointCost cost = new CheckpointCost();
  private final TreeMap<Integer, Double> losses = new TreeMap<>();
  private Heartbeat latest = new Heartbeat(Phase.PREPARING, 0, Optional.empty(), Optional.empty());

  /**
   * Starts at step 0.
   *
   * @param onNews called after what a user waits to see: a new phase
   * @param signs gets what shows that the trainer gets on
   */
  public AttemptProgress(Runnable onNews, NodeClock clock, SignsOfLife signs) {
    this.onNews = onNews;
    this.clock = clock;
    this.signs = signs;
  }

  public synchronized Heartbeat heartbeat() {
    return latest.withAtRisk(atRisk.at(latest.step(), clock.nanos()));
  }

  public synchronized int step() {
    return latest.step();
  }

  /** The loss at a step of this attempt, if the trainer told it. */
  public synchronized Optional<Double> lossAt(int step) {
    return Optional.ofNullable(losses.get(step));
  }

  /**
   * A checkpoint or, of a job that only draws, an image is there: a trainer that tells of no steps
   * has come so far at least.
   */
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

  /**
   * A trainer starts.
   *
   * @param safeStep of the newest committed checkpoint; 0 without one
   */
  public synchronized void trainerStarts(int safeStep) {
    signs.seen();
    atRisk.begin(safeStep, clock.nanos());
  }

  /** The upload of a checkpoint begins. */
  public synchronized void uploadBegins(int step) {
    signs.seen();
    cost.written(step);
  }

  /** A checkpoint is committed. */
  public synchronized void committed(int step) {
    atRisk.committed(step, clock.nanos());
  }

  /** The upload of a checkpoint is over, well or not. */
  public synchronized void uploadEnded() {
    cost.uploaded();
  }

  /** What training lost to a checkpoint, in seconds, as last measured. */
  public synchronized Optional<Double> checkpointCost() {
    return cost.seconds();
  }

  public synchronized void resumedAt(int step) {
    latest = new Heartbeat(latest.phase(), step, Optional.empty(), Optional.empty());
  }

  public void on(TrainerEvent event) {
    signs.on(event);
    if (event instanceof PhaseChanged changed) {
      phaseChanged(changed.phase() == Phase.TRAINING);
      enterUnlessDraining(changed.phase());
    } else if (event instanceof Resumed resumed) {
      resumedAt(resumed.step());
    } else if (event instanceof StepDone done) {
      stepDone(done);
    } else if (event instanceof CheckpointWritten checkpoint) {
      written(checkpoint.step());
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

  private synchronized void phaseChanged(boolean training) {
    cost.training(training, clock.nanos());
  }

  private synchronized void written(int step) {
    cost.written(step);
  }

  private synchronized void stepDone(StepDone event) {
    long now = clock.nanos();
    atRisk.done(event.step(), now);
    cost.done(event.step(), now);
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
