package io.baton.autoscaler.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.autoscaler.local.SettableClock;
import io.baton.protocol.pool.DrainedBy;
import io.baton.protocol.pool.PoolPolicyBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** What holds over whole histories of a pool, whatever happens in it. */
class PoolHistoryPropertyTest {
  private final SettableClock clock = new SettableClock();

  /**
   * The model itself notes when a node is removed with its job while an idle one stands by, or
   * before its time is over, and when more is asked for than the limit.
   */
  @Property(tries = 60)
  void no_busy_node_is_ever_removed_while_an_idle_one_stands_by(@ForAll long seed) {
    Random random = new Random(seed);
    PoolModel pool = new PoolModel(clock);
    Reconciler reconciler = new Reconciler(pool, pool, clock);
    for (int step = 0; step < 300; step++) {
      happen(pool, random);
      pool.provision();
      pool.claim();
      if (random.nextInt(100) == 0) {
        reconciler = new Reconciler(pool, pool, clock);
      }
      reconciler.tick();
      assertThat(pool.violations).as("step %d", step).isEmpty();
      assertThat(reconciler.status().problem()).isEmpty();
      clock.advance(Duration.ofSeconds(1 + random.nextInt(20)));
    }
  }

  private void happen(PoolModel pool, Random random) {
    List<PoolModel.Node> nodes = new ArrayList<>(pool.nodes.values());
    for (int i = random.nextInt(4); i > 0 && !nodes.isEmpty(); i--) {
      PoolModel.Node node = nodes.get(random.nextInt(nodes.size()));
      if (!node.pending) {
        happen(pool, node, random);
      }
    }
    switch (random.nextInt(12)) {
      case 0, 1 -> pool.waiting += random.nextInt(8);
      case 2 -> pool.waiting = 0;
      case 3 -> pool.stock = random.nextInt(12);
      case 4 ->
          pool.policy =
              new PoolPolicyBuilder()
                  .replicas(random.nextInt(3), 3 + random.nextInt(8))
                  .jobsPerNode(1 + random.nextInt(2))
                  .idleSeconds(random.nextInt(90), random.nextInt(90))
                  .steps(1 + random.nextInt(5), 1 + random.nextInt(5))
                  .cooldownSeconds(random.nextInt(30), random.nextInt(30))
                  .provisionSeconds(20 + random.nextInt(60))
                  .drainSeconds(10 + random.nextInt(60))
                  .build();
      default -> {}
    }
  }

  private void happen(PoolModel pool, PoolModel.Node node, Random random) {
    switch (random.nextInt(10)) {
      case 0, 1 -> pool.finish(node);
      case 2 -> {
        if (node.draining.isPresent()) {
          pool.release(node);
        }
      }
      case 3 -> node.atRisk = random.nextInt(1000);
      case 4 -> node.useful = node.job.isPresent() || random.nextBoolean();
      case 5 -> node.quarantinedUntil = Optional.of(clock.instant().plusSeconds(60));
      case 6 -> {
        if (node.draining.isEmpty()) {
          node.draining = Optional.of(DrainedBy.OPERATOR);
          node.drainingSince = Optional.of(clock.instant());
        } else if (node.draining.get() == DrainedBy.OPERATOR) {
          node.draining = Optional.empty();
          node.drainingSince = Optional.empty();
        }
      }
      case 7 -> {
        if (node.job.isEmpty()) {
          node.online = !node.online;
        }
      }
      case 8 -> {
        pool.release(node);
        pool.nodes.remove(node.id);
      }
      default -> {}
    }
  }

  @Property(tries = 40)
  void under_constant_demand_the_pool_settles_and_nothing_changes_any_more(
      @ForAll @IntRange(max = 30) int jobs,
      @ForAll @IntRange(max = 5) int min,
      @ForAll @IntRange(min = 1, max = 3) int jobsPerNode,
      @ForAll @IntRange(max = 20) int former,
      @ForAll @IntRange(max = 25) int stock) {
    PoolModel pool = new PoolModel(clock);
    pool.policy =
        new PoolPolicyBuilder()
            .replicas(min, 20)
            .jobsPerNode(jobsPerNode)
            .idleSeconds(60, 120)
            .provisionSeconds(50)
            .build();
    pool.requested = former;
    pool.stock = stock;
    pool.waiting = jobs;
    Reconciler reconciler = new Reconciler(pool, pool, clock);
    run(pool, reconciler, 200);
    List<String> settled = pool.ids();
    int requested = pool.requested;

    run(pool, reconciler, 800);

    assertThat(pool.ids()).isEqualTo(settled);
    assertThat(pool.requested).isEqualTo(requested);
    assertThat(pool.violations).isEmpty();
  }

  @Property(tries = 40)
  void one_job_more_or_less_within_the_idle_time_removes_nobody_and_adds_nobody(
      @ForAll @IntRange(min = 1, max = 8) int jobs,
      @ForAll @IntRange(min = 1, max = 11) int period,
      @ForAll @IntRange(min = 1, max = 3) int jobsPerNode,
      @ForAll @IntRange(max = 10) int stock) {
    PoolModel pool = new PoolModel(clock);
    pool.policy =
        new PoolPolicyBuilder()
            .jobsPerNode(jobsPerNode)
            .idleSeconds(60, 60)
            .provisionSeconds(30)
            .build();
    pool.waiting = jobs;
    pool.stock = stock;
    Reconciler reconciler = new Reconciler(pool, pool, clock);
    run(pool, reconciler, 60);
    List<String> settled = pool.ids();
    int requested = pool.requested;

    for (int half = 0; half < 20; half++) {
      if (half % 2 == 1) {
        pool.waiting++;
      } else if (pool.waiting > 0) {
        pool.waiting--;
      } else {
        pool.finish(pool.busy().get(0));
      }
      run(pool, reconciler, (period + 1) / 2);
      assertThat(pool.requested).isEqualTo(requested);
    }
    assertThat(pool.ids()).isEqualTo(settled);
  }

  /** Ticks of five seconds. */
  private void run(PoolModel pool, Reconciler reconciler, int ticks) {
    for (int tick = 0; tick < ticks; tick++) {
      pool.provision();
      pool.claim();
      reconciler.tick();
      clock.advance(Duration.ofSeconds(5));
    }
  }
}
