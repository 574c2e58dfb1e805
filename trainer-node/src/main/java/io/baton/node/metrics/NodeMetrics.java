package io.baton.node.metrics;

import io.baton.node.attempt.AttemptEnd;
import io.baton.node.clock.NodeClock;
import io.baton.node.gpu.Gpu;
import io.baton.node.models.ModelObserver;
import io.baton.protocol.client.ApiException;
import io.baton.protocol.client.RefusedException;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.work.Phase;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Unit;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/**
 * The node's metrics. What is told of an attempt is there only while one runs: a gauge of a job
 * that ended would be taken for one that stands still.
 */
public final class NodeMetrics {
  private static final String PREFIX = "baton_node_";

  private final PrometheusRegistry registry = new PrometheusRegistry();
  private final Counter claims;
  private final Counter attempts;
  private final Counter apiErrors;
  private final UploadMetrics uploads;
  private final Counter cacheHits;
  private final Counter cacheMisses;
  private final Counter fetched;
  private volatile Optional<AttemptView> attempt = Optional.empty();

  public NodeMetrics(NodeClock clock) {
    claims = counter("jobs_claimed", "Jobs that the node got.");
    attempts =
        Counter.builder()
            .name(PREFIX + "attempts")
            .help("Attempts that ended, by how.")
            .labelNames("end")
            .register(registry);
    apiErrors =
        Counter.builder()
            .name(PREFIX + "api_errors")
            .help("Calls of the API that failed: unreachable, or refused with an error code.")
            .labelNames("error")
            .register(registry);
    uploads = new UploadMetrics(registry, PREFIX, clock, () -> attempt);
    cacheHits = counter("models_cache_hits", "Models that were in the cache.");
    cacheMisses = counter("models_cache_misses", "Models that had to be fetched.");
    fetched =
        Counter.builder()
            .name(PREFIX + "models_fetched")
            .unit(Unit.BYTES)
            .help("Bytes of models that were fetched.")
            .register(registry);
    attemptGauges();
  }

  private Counter counter(String name, String help) {
    return Counter.builder().name(PREFIX + name).help(help).register(registry);
  }

  private void attemptGauges() {
    GaugeWithCallback.builder()
        .name(PREFIX + "attempt_running")
        .help("1 while the node has a job.")
        .callback(call -> call.call(attempt.isPresent() ? 1 : 0))
        .register(registry);
    GaugeWithCallback.builder()
        .name(PREFIX + "phase")
        .help("1 for what the node does with its job.")
        .labelNames("phase")
        .callback(
            call ->
                attempt.ifPresent(
                    view -> {
                      for (Phase phase : Phase.values()) {
                        call.call(
                            view.heartbeat().phase() == phase ? 1 : 0,
                            phase.name().toLowerCase(Locale.ROOT).replace('_', '-'));
                      }
                    }))
        .register(registry);
    attemptGauge(
        "step", "Optimizer steps done, over all attempts.", view -> view.heartbeat().step());
    optionalGauge("loss", "Loss of the last step.", view -> view.heartbeat().loss());
    optionalGauge("steps_per_second", "Lately.", view -> view.heartbeat().stepsPerSecond());
    attemptGauge(
        "work_at_risk_steps",
        "Steps that would be lost if the machine vanished now.",
        view -> Math.max(0, view.heartbeat().step() - view.safeStep()));
    GaugeWithCallback.builder()
        .name(PREFIX + "lease_remaining")
        .unit(Unit.SECONDS)
        .help("Until the lease lapses if nothing renews it.")
        .callback(call -> attempt.ifPresent(view -> call.call(seconds(view.leaseRemaining()))))
        .register(registry);
  }

  private void attemptGauge(String name, String help, ToDoubleFunction<AttemptView> value) {
    optionalGauge(name, help, view -> Optional.of(value.applyAsDouble(view)));
  }

  private void optionalGauge(
      String name, String help, Function<AttemptView, Optional<Double>> value) {
    GaugeWithCallback.builder()
        .name(PREFIX + name)
        .help(help)
        .callback(call -> attempt.flatMap(value).ifPresent(call::call))
        .register(registry);
  }

  static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  /** Tells who the node is, on what it trains and how much disk it has; once. */
  public void describe(NodeId node, PoolName pool, Optional<Gpu> gpu, Path workDirectory) {
    Info info =
        Info.builder()
            .name(PREFIX + "info")
            .help("Who the node is.")
            .labelNames("node", "pool", "gpu")
            .register(registry);
    info.setLabelValues(node.value(), pool.value(), gpu.map(Gpu::name).orElse(""));
    gpu.flatMap(Gpu::memoryBytes)
        .ifPresent(
            bytes ->
                GaugeWithCallback.builder()
                    .name(PREFIX + "gpu_memory")
                    .unit(Unit.BYTES)
                    .help("All memory of the GPU.")
                    .callback(call -> call.call(bytes))
                    .register(registry));
    GaugeWithCallback.builder()
        .name(PREFIX + "disk_free")
        .unit(Unit.BYTES)
        .help("Left on the disk of the work directory.")
        .callback(call -> call.call(workDirectory.toFile().getUsableSpace()))
        .register(registry);
  }

  PrometheusRegistry registry() {
    return registry;
  }

  public UploadMetrics uploads() {
    return uploads;
  }

  /** The attempt that runs from now on. */
  public void attemptStarted(AttemptView view) {
    uploads.attemptStarted();
    attempt = Optional.of(view);
    claims.inc();
  }

  public void attemptEnded(AttemptEnd end) {
    attempt = Optional.empty();
    attempts.labelValues(end.name().toLowerCase(Locale.ROOT).replace('_', '-')).inc();
  }

  public void apiFailed(ApiException failure) {
    apiErrors
        .labelValues(
            failure instanceof RefusedException refused
                ? refused.code().name().toLowerCase(Locale.ROOT).replace('_', '-')
                : "unreachable")
        .inc();
  }

  /** Counts what becomes of models. */
  public ModelObserver models() {
    return new ModelObserver() {
      @Override
      public void found() {
        cacheHits.inc();
      }

      @Override
      public void missed() {
        cacheMisses.inc();
      }

      @Override
      public void fetched(long bytes) {
        fetched.inc(bytes);
      }
    };
  }
}
