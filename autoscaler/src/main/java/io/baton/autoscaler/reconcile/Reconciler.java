package io.baton.autoscaler.reconcile;

import io.baton.autoscaler.pool.PoolApi;
import io.baton.autoscaler.pool.PoolProvider;
import io.baton.autoscaler.pool.ProviderException;
import io.baton.autoscaler.pool.ProviderView;
import io.baton.autoscaler.scaling.Plan;
import io.baton.autoscaler.scaling.PoolHistory;
import io.baton.autoscaler.scaling.Removal;
import io.baton.autoscaler.scaling.Removals;
import io.baton.autoscaler.scaling.Schedules;
import io.baton.autoscaler.scaling.Situation;
import io.baton.autoscaler.scaling.Sizing;
import io.baton.protocol.client.ApiException;
import io.baton.protocol.field.InvalidFieldException;
import io.baton.protocol.pool.PoolPolicy;
import io.baton.protocol.pool.PoolSnapshot;
import io.baton.protocol.pool.ScalingDecision;
import java.time.Clock;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Brings a pool to what its jobs ask for, one tick at a time. Each tick begins with what the API
 * and the provider know. Calls come from one thread at a time; the status is for every thread.
 */
public final class Reconciler {
  private static final Logger LOG = Logger.getLogger(Reconciler.class);

  /** Enough to find the last changes among the repeated words about them. */
  private static final int DECISIONS = 100;

  private final PoolApi api;
  private final GuardedProvider provider;
  private final Clock clock;
  private final ReconcilerSettings settings;
  private final Leadership leadership;
  private final DecisionRecorder recorder;
  private final Schedules schedules = new Schedules();

  private Optional<PoolHistory> history = Optional.empty();
  private volatile PoolStatus status = PoolStatus.UNKNOWN;

  /** With the API's own defaults for a pool whose policy nobody set. */
  public Reconciler(PoolApi api, PoolProvider provider, Clock clock) {
    this(api, provider, clock, ReconcilerSettings.of(provider.name()));
  }

  public Reconciler(PoolApi api, PoolProvider provider, Clock clock, ReconcilerSettings settings) {
    this.api = api;
    this.provider = new GuardedProvider(provider, clock);
    this.clock = clock;
    this.settings = settings;
    this.leadership = new Leadership(api, clock, settings);
    this.recorder = new DecisionRecorder(api, clock, settings);
  }

  /**
   * Looks, decides and acts once. Without an answer of the API, or without the right to act,
   * nothing is changed: nodes go on with what they have.
   */
  public void tick() {
    try {
      reconcile();
    } catch (ApiException | InvalidFieldException e) {
      settle(status.withProblem(e.getMessage(), provider.last()));
    }
  }

  private void reconcile() {
    Optional<ProviderLook> asLeader =
        leadership.held() ? Optional.of(provider.look()) : Optional.empty();
    boolean leads =
        leadership.ask(
            asLeader.map(
                look -> look.report(provider.name(), status.stockOutSince(), status.problem())));
    if (!leads) {
      history = Optional.empty();
      settle(PoolStatus.standingBy(leadership.holder()));
      return;
    }
    ProviderLook look = asLeader.orElseGet(provider::look);
    Situation situation = situation(look.view());
    PoolHistory remembered =
        history.orElseGet(() -> PoolHistory.restored(api.decisions(DECISIONS)));
    history = Optional.of(remembered);
    if (look.failure().isPresent()) {
      fail(situation, look.failure().get());
      return;
    }
    remembered.observe(
        situation.jobs(), situation.missing(), situation.provision(), situation.now());
    try {
      decide(situation, remembered);
    } catch (ProviderException e) {
      fail(situation, provider.failed(e));
    }
  }

  private Situation situation(ProviderView view) {
    PoolSnapshot snapshot = api.snapshot();
    return situation(snapshot, policyOf(snapshot), view);
  }

  private Situation situation(PoolSnapshot snapshot, PoolPolicy policy, ProviderView view) {
    return new Situation(snapshot, policy, schedules.limits(policy, snapshot.at()), view);
  }

  private PoolPolicy policyOf(PoolSnapshot snapshot) {
    return snapshot.policy().isSet()
        ? snapshot.policy().policy()
        : settings.ownPolicy().orElse(snapshot.policy().policy());
  }

  private void decide(Situation situation, PoolHistory remembered) {
    Plan plan = Sizing.decide(situation, remembered, provider::removable);
    boolean dryRun = situation.policy().dryRun();
    if (leadership.held()) {
      record(plan.decision(api.holder(), dryRun, situation.inputs()));
      if (!dryRun) {
        carryOut(plan, situation, remembered);
      }
    }
    boolean newlyDrained = !dryRun && !plan.drain().isEmpty();
    finish(newlyDrained ? situation(provider.last()) : situation, plan);
    settle(PoolStatus.of(situation, plan, provider.last(), leadership.holder(), remembered));
  }

  /**
   * Removes who was drained and is empty. No job can slip in between: what the API says was asked
   * for after it knew of the drain.
   */
  private void finish(Situation situation, Plan plan) {
    Removal removal = Removals.of(situation, plan, provider::removable);
    if (leadership.held() && !removal.isEmpty()) {
      boolean dryRun = situation.policy().dryRun();
      record(removal.decision(api.holder(), dryRun, situation.inputs()));
      if (!dryRun) {
        provider.remove(removal.instances());
      }
    }
  }

  private void carryOut(Plan plan, Situation situation, PoolHistory remembered) {
    if (!plan.undrain().isEmpty()) {
      api.undrain(plan.undrain());
    }
    if (!plan.drain().isEmpty()) {
      api.drain(plan.drain(), plan.drainReason());
    }
    if (!plan.remove().isEmpty()) {
      provider.remove(plan.remove());
    }
    if (plan.withdraw() > 0) {
      provider.withdraw(plan.withdraw());
    }
    if (plan.grow() > 0) {
      provider.grow(plan.grow());
      remembered.grew(plan.grow(), situation.now());
    }
    if (plan.takesAway()) {
      remembered.shrank(plan.withdraw(), situation.now());
    }
  }

  private void record(ScalingDecision decision) {
    settings.observer().decided(decision);
    recorder.record(decision);
  }

  private void fail(Situation situation, ProviderException failure) {
    settings.observer().providerFailed(failure.fault());
    settle(status.withProblem(failure.getMessage(), provider.last()));
    record(
        Sizing.failed(situation, failure.getMessage())
            .decision(api.holder(), situation.policy().dryRun(), situation.inputs()));
  }

  /** The same problem is told once, not at every tick. */
  private void settle(PoolStatus next) {
    if (settings.silent()) {
      status = next;
      return;
    }
    if (next.problem().isPresent() && !next.problem().equals(status.problem())) {
      LOG.warnf("pool %s: %s", settings.pool(), next.problem().get());
    }
    if (next.problem().isEmpty() && next.leading() && status.problem().isPresent()) {
      LOG.infof("pool %s follows its demand", settings.pool());
    }
    status = next;
  }

  /**
   * What would be decided now under another policy. Nothing is done, and nothing is recorded. Empty
   * while another autoscaler may act: its provider is left alone.
   *
   * @throws ApiException if the API does not answer
   * @throws ProviderException if the provider does not
   */
  public Optional<ScalingDecision> explain(PoolPolicy policy) {
    if (!leadership.held()) {
      return Optional.empty();
    }
    ProviderLook look = provider.look();
    if (look.failure().isPresent()) {
      throw look.failure().get();
    }
    Situation situation = situation(api.snapshot(), policy, look.view());
    PoolHistory remembered = history.orElseGet(PoolHistory::new);
    Plan plan = Sizing.decide(situation, remembered, provider::removable);
    return Optional.of(plan.decision(api.holder(), true, situation.inputs()));
  }

  /** As the last tick left it. */
  public PoolStatus status() {
    return status;
  }

  /** Whether this autoscaler is the one that may act on the pool, right now. */
  boolean mayAct() {
    return leadership.held();
  }

  /** Replicas that are meant to stay beyond what the jobs ask for, by the last tick. */
  public int spare() {
    return status.spare();
  }
}
