package io.baton.api.dashboard.job;

import io.baton.api.dashboard.text.Figures;
import io.baton.api.job.Transition;
import io.baton.protocol.checkpoint.Checkpoint;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobStatus;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The checkpoints that storage keeps of a job.
 *
 * @param rows newest first
 * @param hidden how many older ones are left out
 * @param running whether a node has the job, which cannot go back meanwhile
 */
public record CheckpointList(List<Row> rows, int hidden, boolean running) {
  private static final int MOST = 50;

  static CheckpointList of(Job job, List<Checkpoint> newestFirst) {
    return new CheckpointList(
        newestFirst.stream()
            .limit(MOST)
            .map(checkpoint -> row(job, checkpoint, newestFirst))
            .toList(),
        Math.max(0, newestFirst.size() - MOST),
        job.status() == JobStatus.RUNNING);
  }

  private static Row row(Job job, Checkpoint checkpoint, List<Checkpoint> newestFirst) {
    boolean goesOnFromIt = !job.status().ended() && checkpoint.step() == newestFirst.get(0).step();
    return new Row(
        checkpoint,
        Transition.RESTART.allowedFrom(job.status()) && !goesOnFromIt,
        !goesOnFromIt,
        newestFirst.stream()
            .map(Checkpoint::step)
            .filter(step -> step > checkpoint.step())
            .distinct()
            .sorted()
            .toList());
  }

  /**
   * A checkpoint.
   *
   * @param restart whether the job can be made to go on from it
   * @param delete whether it can be deleted: not the one from which the job goes on
   * @param newer steps of those that a restart from it would delete, in order
   */
  public record Row(Checkpoint checkpoint, boolean restart, boolean delete, List<Integer> newer) {
    private static final int MOST_NAMED = 5;

    public String step() {
      return Figures.count(checkpoint.step());
    }

    /** Asked before the job is restarted from it. */
    public String question() {
      return "Restart this job from step " + step() + "? " + lost();
    }

    private String lost() {
      if (newer.isEmpty()) {
        return "No checkpoint is lost.";
      }
      if (newer.size() > MOST_NAMED) {
        return "Its " + newer.size() + " newer checkpoints are deleted for good.";
      }
      String steps = newer.stream().map(Figures::count).collect(Collectors.joining(", "));
      return newer.size() == 1
          ? "Its checkpoint at step " + steps + " is deleted for good."
          : "Its checkpoints at steps " + steps + " are deleted for good.";
    }

    public String bytes() {
      return Figures.bytes(checkpoint.bytes());
    }

    public String loss() {
      return checkpoint.loss().map(Figures::loss).orElse("–");
    }
  }
}
