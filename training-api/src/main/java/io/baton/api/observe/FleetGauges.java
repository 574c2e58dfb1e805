package io.baton.api.observe;

import io.baton.api.event.EventFeed;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import jakarta.inject.Singleton;
import java.util.function.ToDoubleFunction;

/**
 * What there is now. All but the event streams come from the database, so that every replica tells
 * the same: not to be added up.
 */
@Singleton
public class FleetGauges implements MeterBinder {
  private static final String JOBS = "baton.jobs";

  private final FleetSampler sampler;
  private final EventFeed feed;

  FleetGauges(FleetSampler sampler, EventFeed feed) {
    this.sampler = sampler;
    this.feed = feed;
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    jobs(registry, "pending", FleetSample::pending);
    jobs(registry, "running", FleetSample::running);
    jobs(registry, "stalled", FleetSample::stalled);
    jobs(registry, "interrupted", FleetSample::interrupted);
    gauge(
        registry,
        "baton.webhook.backlog",
        "Webhook deliveries that were neither delivered nor given up",
        FleetSample::webhooksPending);
    gauge(
        registry,
        "baton.webhook.oldest.seconds",
        "How long the oldest of them has waited",
        FleetSample::webhookOldestSeconds);
    gauge(
        registry,
        "baton.outbox.backlog",
        "Events that did not leave the outbox yet",
        FleetSample::outboxWaiting);
    gauge(
        registry,
        "baton.outbox.oldest.seconds",
        "How long the oldest of them has waited",
        FleetSample::outboxOldestSeconds);
    gauge(
        registry,
        "baton.cost.running",
        "What the attempts that hold a job now have cost so far",
        FleetSample::runningCost);
    Gauge.builder("baton.event.streams", feed, EventFeed::streams)
        .description("Readers of server-sent events at this replica")
        .register(registry);
  }

  private void jobs(MeterRegistry registry, String state, ToDoubleFunction<FleetSample> value) {
    Gauge.builder(JOBS, sampler, all -> read(all, value))
        .tag("state", state)
        .description("Jobs that have not ended")
        .register(registry);
  }

  private void gauge(
      MeterRegistry registry, String name, String text, ToDoubleFunction<FleetSample> value) {
    Gauge.builder(name, sampler, all -> read(all, value)).description(text).register(registry);
  }

  private static double read(FleetSampler sampler, ToDoubleFunction<FleetSample> value) {
    return sampler.current().map(value::applyAsDouble).orElse(Double.NaN);
  }
}
