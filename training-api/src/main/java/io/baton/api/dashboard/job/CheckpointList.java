package io.baton.api.dashboard.job;

import io.baton.api.dashboard.text.Figures;
import io.baton.protocol.checkpoint.Checkpoint;
import io.baton.protocol.job.Job;
import java.util.List;

/**
 * The checkpoints that storage keeps of a job.
 *
 * @param rows newest first
 * @param hidden how many older ones are left out
 */
public record CheckpointList(List<Row> rows, int hidden) {
  private static final int MOST = 50;

  static CheckpointList of(Job job, List<Checkpoint> newestFirst) {
    boolean goesOn = !job.status().ended();
    return new CheckpointList(
        newestFirst.stream()
            .limit(MOST)
            .map(
                checkpoint ->
                    new Row(
                        checkpoint,
                        checkpoint == newestFirst.get(0) && Actions.retriable(job),
                        !(goesOn && checkpoint == newestFirst.get(0))))
            .toList(),
        Math.max(0, newestFirst.size() - MOST));
  }

  /**
   * A checkpoint.
   *
   * @param restart whether the job, which has ended, can be made to go on from it
   * @param delete whether it can be deleted: not the one from which the job goes on
   */
  public record Row(Checkpoint checkpoint, boolean restart, boolean delete) {
    public String step() {
      return Figures.count(checkpoint.step());
    }

    public String bytes() {
      return Figures.bytes(checkpoint.bytes());
    }

    public String loss() {
      return checkpoint.loss().map(Figures::loss).orElse("–");
    }
  }
}
