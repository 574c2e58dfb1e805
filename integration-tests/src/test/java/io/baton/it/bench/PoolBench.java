package io.baton.it.bench;

import io.baton.protocol.client.PoolsClient;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.PoolNode;
import io.baton.protocol.pool.PoolPolicyBuilder;
import io.baton.protocol.pool.PoolSnapshot;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Measures what a pool's autoscaler asks of the service. */
public final class PoolBench {
  private static final PoolName POOL = new PoolName("large");
  private static final int ROUNDS = 5;

  private final PoolScale scale;
  private final BenchPlatform platform;
  private final Report report;
  private final PoolsClient pools;

  private PoolBench(PoolScale scale, BenchPlatform platform, Report report) {
    this.scale = scale;
    this.platform = platform;
    this.report = report;
    this.pools = new PoolsClient(platform.asOperator());
  }

  /** Ends with status 1 where a bar was missed. */
  public static void main(String[] arguments) {
    new ServiceBench(
            "pool",
            "caller",
            Map.of("BATON_LEASE_DURATION", "300s", "BATON_NODES_OFFLINE_AFTER", "1h"),
            (quick, platform, report) ->
                new PoolBench(quick ? PoolScale.QUICK : PoolScale.FULL, platform, report).run())
        .main(arguments);
  }

  private void run() throws Exception {
    platform.startService();
    try (java.sql.Connection database = platform.database()) {
      Queue queue = new Queue(database);
      queue.keepTemplate(new Submissions(platform).submit());
      queue.fill(scale.queued() + scale.busy());
      LargePool large = new LargePool(database, scale);
      large.build();
      pools.setPolicy(
          POOL,
          new PoolPolicyBuilder()
              .replicas(0, 10_000)
              .jobsPerNode(10)
              .nodePricePerHour(Optional.of(0.3))
              .build());
      snapshots();
      claims(queue, large);
    }
  }

  private void snapshots() throws IOException {
    PoolSnapshot first = pools.snapshot(POOL);
    requireWhole(first);
    for (int i = 0; i < scale.asks(); i++) {
      pools.snapshot(POOL);
    }
    String what =
        "%,d nodes (%,d with a job), %,d jobs wait: "
            .formatted(scale.nodes(), scale.busy(), scale.queued());
    CpuTime before = platform.cpuTime();
    Latencies snapshot = timed(() -> requireWhole(pools.snapshot(POOL)));
    CpuTime used = platform.cpuTime().since(before);
    report.require(
        what + "snapshot over HTTP, read, median of " + scale.asks(),
        "≤ 500 ms",
        snapshot.median() <= 500,
        "%.0f ms",
        snapshot.median());
    report.tell(
        what + "CPU time of a snapshot in the service, in PostgreSQL",
        "%.0f ms, %.0f ms",
        used.serviceSeconds() / scale.asks() * 1e3,
        used.postgresSeconds() / scale.asks() * 1e3);
    report.tell(what + "the longest of them", "%.0f ms", snapshot.max());
    report.tell(
        what + "demand alone, median of " + scale.asks(),
        "%.0f ms",
        timed(() -> pools.demand(POOL)).median());
  }

  private void requireWhole(PoolSnapshot snapshot) {
    long busy = snapshot.nodes().stream().filter(node -> node.job().isPresent()).count();
    if (snapshot.nodes().size() != scale.nodes()
        || busy != scale.busy()
        || snapshot.demand().claimable() != scale.queued()
        || !snapshot.nodes().stream().allMatch(PoolNode::online)) {
      throw new IllegalStateException(
          "%d nodes, %d busy, %d jobs wait"
              .formatted(snapshot.nodes().size(), busy, snapshot.demand().claimable()));
    }
  }

  private Latencies timed(Runnable call) {
    long[] nanos = new long[scale.asks()];
    for (int i = 0; i < nanos.length; i++) {
      long from = System.nanoTime();
      call.run();
      nanos[i] = System.nanoTime() - from;
    }
    return Latencies.of(nanos);
  }

  /** Rounds alternate, so that what slows the machine slows both kinds. */
  private void claims(Queue queue, LargePool large) throws Exception {
    ClaimLoad nodes = new ClaimLoad(platform);
    nodes.claim(scale.claims());
    long[] alone = new long[ROUNDS];
    long[] watched = new long[ROUNDS];
    AtomicInteger looks = new AtomicInteger();
    for (int i = 0; i < ROUNDS; i++) {
      large.seen();
      queue.awaitEventsSent();
      alone[i] = (long) (nodes.claim(scale.claims()).seconds() * 1e9);
      queue.awaitEventsSent();
      AtomicBoolean over = new AtomicBoolean();
      Thread watching = new Thread(() -> look(over, looks), "autoscaler");
      watching.start();
      watched[i] = (long) (nodes.claim(scale.claims()).seconds() * 1e9);
      over.set(true);
      watching.join();
    }
    double each = Latencies.of(alone).median() / scale.claims();
    report.tell(
        "claims a second with nobody looking, while snapshots are taken one after the other",
        "%.0f, %.0f",
        1e3 / each,
        1e3 * scale.claims() / Latencies.of(watched).median());
    report.tell("snapshots that were taken meanwhile", "%d", looks.get());
  }

  private void look(AtomicBoolean over, AtomicInteger looks) {
    while (!over.get()) {
      pools.snapshot(POOL);
      looks.incrementAndGet();
    }
  }
}
