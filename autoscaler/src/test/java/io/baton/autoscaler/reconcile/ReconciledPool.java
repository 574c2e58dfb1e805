package io.baton.autoscaler.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.autoscaler.local.SettableClock;
import io.baton.protocol.pool.PoolPolicyBuilder;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A pool that a reconciler looks after, without any rule broken. */
abstract class ReconciledPool {
  final SettableClock clock = new SettableClock();
  final PoolModel pool = new PoolModel(clock);
  Reconciler reconciler = new Reconciler(pool, pool, clock);

  @BeforeEach
  void policy() {
    pool.policy = rules().build();
  }

  @AfterEach
  void nothing_that_must_never_happen_did() {
    assertThat(pool.violations).isEmpty();
  }

  static PoolPolicyBuilder rules() {
    return new PoolPolicyBuilder().replicas(0, 10).idleSeconds(60, 60).drainSeconds(30);
  }

  /** Nodes come, take what waits, and the autoscaler looks. */
  void tick(int seconds) {
    clock.advance(Duration.ofSeconds(seconds));
    pool.provision();
    pool.claim();
    reconciler.tick();
  }

  void settle(int jobs) {
    pool.waiting += jobs;
    tick(1);
    tick(1);
    tick(1);
    pool.recorded.clear();
  }
}
