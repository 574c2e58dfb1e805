package io.baton.api.dashboard.job;

import io.baton.api.dashboard.text.Figures;
import io.baton.protocol.checkpoint.CheckpointFiles;
import io.baton.protocol.checkpoint.CheckpointFiles.CheckpointFile;
import io.baton.protocol.job.JobId;

/** A checkpoint with its files. */
public record CheckpointView(JobId job, CheckpointFiles found) {
  public String title() {
    return "Checkpoint at step " + step();
  }

  public String step() {
    return Figures.count(found.checkpoint().step());
  }

  public String jobPath() {
    return "/ui/jobs/" + job;
  }

  public String bytes(CheckpointFile file) {
    return Figures.bytes(file.size());
  }
}
