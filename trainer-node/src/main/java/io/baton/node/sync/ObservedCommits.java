package io.baton.node.sync;

import io.baton.node.metrics.UploadMetrics;
import io.baton.sync.SyncException;
import io.baton.sync.upload.CheckpointListener;
import io.baton.sync.upload.CommittedCheckpoint;
import java.time.Duration;
import java.util.List;

/** Counts what becomes of checkpoints. */
final class ObservedCommits implements CheckpointListener {
  private final CheckpointListener commits;
  private final UploadMetrics metrics;

  ObservedCommits(CheckpointListener commits, UploadMetrics metrics) {
    this.commits = commits;
    this.metrics = metrics;
  }

  @Override
  public void uploading(int step) {
    metrics.uploading();
    commits.uploading(step);
  }

  @Override
  public void uploaded(CommittedCheckpoint checkpoint) {
    commits.uploaded(checkpoint);
    metrics.committed(checkpoint.step(), checkpoint.sentBytes());
  }

  @Override
  public void retrying(int step, SyncException failure, Duration wait) {
    metrics.retried();
    commits.retrying(step, failure, wait);
  }

  @Override
  public void failed(int step, SyncException failure) {
    metrics.failed();
    commits.failed(step, failure);
  }

  @Override
  public void skipped(int step, int newerStep) {
    commits.skipped(step, newerStep);
  }

  @Override
  public void abandoned(int step, int newerStep) {
    commits.abandoned(step, newerStep);
  }

  @Override
  public void vanished(int step) {
    commits.vanished(step);
  }

  @Override
  public void incomplete(int step, List<String> missing) {
    commits.incomplete(step, missing);
  }
}
