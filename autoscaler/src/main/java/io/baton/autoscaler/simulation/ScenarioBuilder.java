package io.baton.autoscaler.simulation;

import io.baton.protocol.pool.PoolPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Builds a {@link Scenario} from another one. */
public final class ScenarioBuilder {
  private String name;
  private int jobs;
  private Arrivals arrivals;
  private int steps;
  private int checkpointEvery;
  private NodeFigures nodes;
  private ProviderFigures provider;
  private ApiFigures api;
  private PoolPolicy policy;
  private Duration tick;
  private Duration sample;
  private Duration horizon;
  private Optional<Instant> replayedFrom;

  ScenarioBuilder(Scenario from) {
    this.name = from.name();
    this.jobs = from.jobs();
    this.arrivals = from.arrivals();
    this.steps = from.steps();
    this.checkpointEvery = from.checkpointEvery();
    this.nodes = from.nodes();
    this.provider = from.provider();
    this.api = from.api();
    this.policy = from.policy();
    this.tick = from.tick();
    this.sample = from.sample();
    this.horizon = from.horizon();
    this.replayedFrom = from.replayedFrom();
  }

  public ScenarioBuilder name(String value) {
    name = value;
    return this;
  }

  public ScenarioBuilder jobs(int value) {
    jobs = value;
    return this;
  }

  public ScenarioBuilder arrivals(Arrivals value) {
    arrivals = value;
    return this;
  }

  public ScenarioBuilder steps(int value) {
    steps = value;
    return this;
  }

  public ScenarioBuilder nodes(NodeFigures value) {
    nodes = value;
    return this;
  }

  public ScenarioBuilder provider(ProviderFigures value) {
    provider = value;
    return this;
  }

  public ScenarioBuilder policy(PoolPolicy value) {
    policy = value;
    return this;
  }

  public ScenarioBuilder tick(Duration value) {
    tick = value;
    return this;
  }

  public Scenario build() {
    return new Scenario(
        name,
        jobs,
        arrivals,
        steps,
        checkpointEvery,
        nodes,
        provider,
        api,
        policy,
        tick,
        sample,
        horizon,
        replayedFrom);
  }
}
