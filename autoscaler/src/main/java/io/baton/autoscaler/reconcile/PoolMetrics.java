package io.baton.autoscaler.reconcile;

import io.baton.autoscaler.pool.ProviderFault;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.ScalingDecision;
import io.baton.protocol.pool.ScalingInputs;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/**
 * The figures of a pool. Every gauge is what the last tick saw; all but the first want a leader.
 */
final class PoolMetrics implements TickObserver {
  private final MeterRegistry registry;
  private final Tags tags;
  private final Timer ticks;

  PoolMetrics(MeterRegistry registry, PoolName pool) {
    this.registry = registry;
    this.tags = Tags.of("pool", pool.value());
    this.ticks =
        Timer.builder("baton.autoscaler.tick")
            .description("A look at a pool and what was done about it")
            .tags(tags)
            .register(registry);
  }

  void show(Supplier<PoolStatus> status, Clock clock) {
    gauge(
        "leading", "1 while this autoscaler may act on the pool", status, s -> s.leading() ? 1 : 0);
    gauge(
        "failing",
        "1 while the last tick could not do its work",
        status,
        s -> s.problem().isPresent() ? 1 : 0);
    gauge(
        "desired",
        "Replicas that the jobs ask for, within the limits",
        status,
        PoolStatus::desired);
    gauge(
        "requested", "Replicas that the provider was asked for", status, s -> s.view().requested());
    gauge("running", "Instances that the provider runs", status, s -> s.view().running());
    gauge("pending", "Replicas asked for that do not run", status, s -> s.view().pending());
    gauge("stopping", "Instances that the provider is ending", status, s -> s.view().stopping());
    counted(
        "claimable",
        "Jobs that wait and that the pool could take",
        status,
        ScalingInputs::claimable);
    counted("busy", "Nodes that hold a job", status, ScalingInputs::busy);
    counted("idle", "Nodes that ask for work", status, ScalingInputs::idle);
    counted("leaving", "Nodes that are to go", status, ScalingInputs::leaving);
    counted(
        "quarantined", "Nodes that get no work for a while", status, ScalingInputs::quarantined);
    counted("max", "Replicas that the limits allow", status, ScalingInputs::maxReplicas);
    gauge(
        "stock.out.seconds",
        "How long the provider has given fewer than it was asked for; 0: it does not",
        status,
        s -> s.stockOutSince().map(at -> seconds(at, clock)).orElse(0.0));
    gauge(
        "cost.per.hour",
        "Instances that run times the price of one; 0 without a price",
        status,
        s -> s.pricePerHour().orElse(0.0) * s.view().running());
  }

  private static double seconds(java.time.Instant since, Clock clock) {
    return Math.max(0, Duration.between(since, clock.instant()).toMillis() / 1000.0);
  }

  private void counted(
      String name,
      String description,
      Supplier<PoolStatus> status,
      ToDoubleFunction<ScalingInputs> value) {
    gauge(name, description, status, s -> s.inputs().map(value::applyAsDouble).orElse(0.0));
  }

  private void gauge(
      String name,
      String description,
      Supplier<PoolStatus> status,
      ToDoubleFunction<PoolStatus> value) {
    Gauge.builder("baton.autoscaler." + name, () -> value.applyAsDouble(status.get()))
        .description(description)
        .tags(tags)
        .register(registry);
  }

  @Override
  public void decided(ScalingDecision decision) {
    registry
        .counter(
            "baton.autoscaler.decisions",
            tags.and("action", decision.action().wireName())
                .and("reason", decision.reason().wireName())
                .and("dry_run", decision.dryRun().toString()))
        .increment();
  }

  @Override
  public void providerFailed(ProviderFault fault) {
    registry
        .counter(
            "baton.autoscaler.provider.errors",
            tags.and("fault", fault.name().toLowerCase(Locale.ROOT)))
        .increment();
  }

  @Override
  public void ticked(Duration duration) {
    ticks.record(duration);
  }
}
