package io.baton.autoscaler.reconcile;

import io.baton.autoscaler.pool.PoolApi;
import io.baton.autoscaler.pool.PoolProvider;
import io.baton.autoscaler.pool.ProviderException;
import io.baton.autoscaler.reallocation.Reallocation;
import io.baton.autoscaler.whatif.PolicySimulator;
import io.baton.autoscaler.whatif.PoolPast;
import io.baton.protocol.client.ApiException;
import io.baton.protocol.pool.PolicySimulation;
import io.baton.protocol.pool.PolicySimulationRequest;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.PoolPolicy;
import io.baton.protocol.pool.ScalingDecision;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Works for one pool on a thread of its own, so that a slow provider holds up no other pool, and so
 * that its provider is never called by two at once.
 */
public final class PoolWorker implements AutoCloseable {
  private static final Logger LOG = Logger.getLogger(PoolWorker.class);

  private final PoolName pool;
  private final PoolApi api;
  private final PoolProvider provider;
  private final Reconciler reconciler;
  private final Reallocation reallocation;
  private final TickObserver observer;
  private final PoolPast past;
  private final PoolPolicy ownPolicy;
  private final ScheduledExecutorService thread;
  private volatile Optional<String> problem = Optional.empty();

  PoolWorker(
      PoolName pool,
      PoolApi api,
      PoolProvider provider,
      Reconciler reconciler,
      Reallocation reallocation,
      TickObserver observer,
      PoolPast past,
      PoolPolicy ownPolicy) {
    this.pool = pool;
    this.api = api;
    this.provider = provider;
    this.reconciler = reconciler;
    this.reallocation = reallocation;
    this.observer = observer;
    this.past = past;
    this.ownPolicy = ownPolicy;
    this.thread =
        Executors.newSingleThreadScheduledExecutor(task -> new Thread(task, "pool-" + pool));
  }

  void start(Duration every) {
    thread.scheduleWithFixedDelay(this::tick, 0, every.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** The schedule ends at the first exception, so none gets out. */
  private void tick() {
    long start = System.nanoTime();
    try {
      reconciler.tick();
      problem = reallocate();
    } catch (RuntimeException e) {
      LOG.errorf(e, "pool %s: the tick failed", pool);
      problem = Optional.of("the tick failed: " + e);
    }
    observer.ticked(Duration.ofNanos(System.nanoTime() - start));
  }

  /** Returns why it could not be done: one sentence. */
  private Optional<String> reallocate() {
    if (!reconciler.mayAct()) {
      return Optional.empty();
    }
    try {
      reallocation.tick(reconciler.spare(), reconciler.status().nodes());
      return Optional.empty();
    } catch (ProviderException e) {
      observer.providerFailed(e.fault());
      return reallocationFailed(e);
    } catch (ApiException e) {
      return reallocationFailed(e);
    }
  }

  /** The same problem is told once, not at every tick. */
  private Optional<String> reallocationFailed(RuntimeException e) {
    Optional<String> sentence = Optional.of("bad nodes could not be replaced: " + e.getMessage());
    if (!sentence.equals(problem)) {
      LOG.warnf("pool %s: %s", pool, sentence.get());
    }
    return sentence;
  }

  public PoolName pool() {
    return pool;
  }

  /** For people. */
  public String provider() {
    return provider.name();
  }

  public PoolStatus status() {
    PoolStatus status = reconciler.status();
    return problem.map(sentence -> status.withProblem(sentence, status.view())).orElse(status);
  }

  /**
   * What would be decided now under another policy; nothing is done. Empty while another autoscaler
   * may act.
   *
   * @throws ApiException if the API does not answer
   * @throws ProviderException if the provider does not
   */
  public Optional<ScalingDecision> explain(PoolPolicy policy) throws InterruptedException {
    return await(thread.submit(() -> reconciler.explain(policy)));
  }

  /**
   * What another policy would have made of the past, on the thread of the caller; empty if that
   * takes too long.
   *
   * @throws ApiException if the API does not answer
   */
  public Optional<PolicySimulation> simulate(
      PolicySimulator simulator, PolicySimulationRequest request) {
    return simulator.simulate(past, ownPolicy, request);
  }

  private static <T> T await(Future<T> answer) throws InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    }
  }

  /** Lets the tick that runs finish, and another autoscaler take over at once. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      if (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
        LOG.warnf("pool %s: a tick takes longer than a minute; it is left alone", pool);
        thread.shutdownNow();
      }
    } catch (InterruptedException e) {
      thread.shutdownNow();
      Thread.currentThread().interrupt();
    }
    provider.close();
    if (reconciler.status().leading()) {
      resign();
    }
  }

  private void resign() {
    try {
      api.resign();
    } catch (ApiException e) {
      LOG.infof("pool %s: its lease runs out by itself: %s", pool, e.getMessage());
    }
  }
}
