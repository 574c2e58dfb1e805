package io.baton.api.lease;

import io.baton.api.observe.WorkMetrics;
import io.baton.protocol.work.Heartbeat;
import io.baton.protocol.work.HeartbeatAnswer;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Renews leases. No thread waits for the database in the name of one heartbeat: {@link
 * HeartbeatWriter} writes all of a few milliseconds at once.
 */
@ApplicationScoped
public class Heartbeats {
  private final HeartbeatWriter writer;
  private final WorkMetrics metrics;

  Heartbeats(HeartbeatWriter writer, WorkMetrics metrics) {
    this.writer = writer;
    this.metrics = metrics;
  }

  /**
   * Renews the lease of an attempt that holds its job.
   *
   * @return once the renewal is committed; fails with {@code lease-lost} if the attempt does not
   *     hold the job, unless somebody else ended the job: then the answer is to stop
   */
  public Uni<HeartbeatAnswer> beat(LeaseToken token, Heartbeat heartbeat) {
    return Uni.createFrom()
        .completionStage(
            () -> {
              Beat beat = new Beat(token, heartbeat);
              writer.write(beat);
              metrics.heartbeat();
              return beat.answer();
            });
  }
}
