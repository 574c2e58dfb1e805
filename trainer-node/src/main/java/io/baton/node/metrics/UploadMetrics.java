package io.baton.node.metrics;

import io.baton.node.clock.NodeClock;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** What is told of checkpoints on their way to storage. */
public final class UploadMetrics {
  private final NodeClock clock;
  private final Counter committed;
  private final Counter failed;
  private final Counter retries;
  private final Counter bytes;
  private final Summary seconds;
  private volatile Optional<Long> committedAt = Optional.empty();
  private volatile int committedStep;
  private volatile long uploadBegan;

  UploadMetrics(
      PrometheusRegistry registry,
      String prefix,
      NodeClock clock,
      Supplier<Optional<AttemptView>> attempt) {
    this.clock = clock;
    committed =
        Counter.builder()
            .name(prefix + "checkpoints_committed")
            .help("Checkpoints that are in storage and recorded.")
            .register(registry);
    failed =
        Counter.builder()
            .name(prefix + "checkpoint_failures")
            .help("Uploads of checkpoints that were given up, or put off until later.")
            .register(registry);
    retries =
        Counter.builder()
            .name(prefix + "upload_retries")
            .help("Requests of uploads that failed and were tried again.")
            .register(registry);
    bytes =
        Counter.builder()
            .name(prefix + "uploaded")
            .unit(Unit.BYTES)
            .help("Bytes of checkpoints that were sent to storage.")
            .register(registry);
    seconds =
        Summary.builder()
            .name(prefix + "upload_duration")
            .unit(Unit.SECONDS)
            .help("From the beginning of a checkpoint's upload until it is recorded.")
            .register(registry);
    GaugeWithCallback.builder()
        .name(prefix + "checkpoint_age")
        .unit(Unit.SECONDS)
        .help("Since the last checkpoint was committed, or since the attempt began.")
        .callback(
            call ->
                attempt
                    .get()
                    .ifPresent(
                        view ->
                            committedAt.ifPresent(at -> call.call(NodeMetrics.seconds(since(at))))))
        .register(registry);
  }

  private Duration since(long nanos) {
    return Duration.ofNanos(clock.nanos() - nanos);
  }

  void attemptStarted() {
    committedStep = 0;
    committedAt = Optional.of(clock.nanos());
  }

  public void uploading() {
    uploadBegan = clock.nanos();
  }

  /**
   * A checkpoint is committed.
   *
   * @param sentBytes of it that went to storage now
   */
  public void committed(int step, long sentBytes) {
    committed.inc();
    bytes.inc(sentBytes);
    seconds.observe(NodeMetrics.seconds(since(uploadBegan)));
    committedStep = step;
    committedAt = Optional.of(clock.nanos());
  }

  public void retried() {
    retries.inc();
  }

  public void failed() {
    failed.inc();
  }

  /** The last one that this attempt committed; 0: none. */
  public int committedStep() {
    return committedStep;
  }
}
