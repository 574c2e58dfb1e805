package io.baton.it.bench;

import io.baton.it.bench.ClaimLoad.Lease;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Measures the queue. */
public final class QueueBench {
  private static final int SUBMITTED_AT_ONCE = 1000;
  private static final int SUBMISSIONS = 5;
  private static final int STARTS = 3;
  private static final int WOKEN = 10;

  private final Scale scale;
  private final BenchPlatform platform;
  private final Report report;

  private QueueBench(Scale scale, BenchPlatform platform, Report report) {
    this.scale = scale;
    this.platform = platform;
    this.report = report;
  }

  /** Ends with status 1 where a bar was missed. */
  public static void main(String[] arguments) {
    // Leases that are claimed first are still held when heartbeats are measured.
    Map<String, String> leases =
        Map.of("BATON_LEASE_DURATION", "300s", "BATON_LEASE_HEARTBEAT", "20s");
    new ServiceBench(
            "queue",
            "load",
            leases,
            (quick, platform, report) ->
                new QueueBench(quick ? Scale.QUICK : Scale.FULL, platform, report).run())
        .main(arguments);
  }

  private void run() throws Exception {
    start();
    try (java.sql.Connection database = platform.database()) {
      Queue queue = new Queue(database);
      Submissions user = new Submissions(platform);
      queue.keepTemplate(user.submit());
      submit(user);
      List<Lease> leases = claim(queue);
      beat(leases, queue);
      queue.empty();
      idle(user);
    }
    ProcessFigures service = platform.service();
    report.require(
        "resident memory of the service after all runs",
        "≤ 400 MiB",
        service.residentMebibytes() <= 400,
        "%d MiB (peak %d)",
        service.residentMebibytes(),
        service.peakMebibytes());
  }

  private void start() throws Exception {
    Duration first = platform.startService();
    long[] starts = new long[STARTS];
    for (int i = 0; i < STARTS; i++) {
      platform.stopService();
      starts[i] = platform.startService().toNanos();
    }
    Latencies again = Latencies.of(starts);
    report.tell("process start to ready, on an empty database", "%.1f s", first.toMillis() / 1e3);
    report.require(
        "process start to ready, median of " + STARTS,
        "≤ 5 s",
        again.median() <= 5000,
        "%.1f s",
        again.median() / 1e3);
  }

  private void submit(Submissions user) throws IOException {
    long[] nanos = new long[SUBMISSIONS];
    for (int i = 0; i < SUBMISSIONS; i++) {
      nanos[i] = (long) (user.submit(SUBMITTED_AT_ONCE) * 1e6);
    }
    double median = Latencies.of(nanos).median();
    report.require(
        "submit 1,000 jobs in one call, median of " + SUBMISSIONS,
        "≤ 2 s",
        median <= 2000,
        "%.2f s",
        median / 1e3);
  }

  /** Returns the leases of the largest queue. */
  private List<Lease> claim(Queue queue) throws Exception {
    ClaimLoad nodes = new ClaimLoad(platform);
    queue.fill(scale.claims() * scale.rounds() / 2);
    nodes.claim(scale.claims() * scale.rounds() / 2);

    CpuTime before = platform.cpuTime();

    List<Lease> leases = new ArrayList<>();
    Map<Integer, Double> rates = new LinkedHashMap<>();
    for (int size : scale.queueSizes()) {
      leases.clear();
      rates.put(size, claim(queue, nodes, size, leases));
    }
    tellCost(
        "CPU time of a claim (and of filling the queue)",
        platform.cpuTime().since(before),
        scale.queueSizes().size() * scale.rounds() * scale.claims());
    double smallest = rates.get(scale.queueSizes().get(0));
    rates.forEach(
        (size, rate) ->
            report.require(
                ClaimLoad.NODES
                    + " nodes claim from %,d queued jobs, each job once".formatted(size),
                "≥ 500 a second",
                rate >= 500,
                "%.0f a second",
                rate));
    double largest = rates.get(scale.queueSizes().get(scale.queueSizes().size() - 1));
    report.require(
        "time of a claim, largest queue to smallest",
        "≤ 1.3",
        smallest / largest <= 1.3,
        "%.2f",
        smallest / largest);
    return leases;
  }

  private double claim(Queue queue, ClaimLoad nodes, int size, List<Lease> leases)
      throws Exception {
    boolean drained = size == scale.claims();
    long[] rounds = new long[scale.rounds()];
    for (int i = 0; i < rounds.length; i++) {
      queue.awaitEventsSent();
      if (i == 0 || drained) {
        queue.fill(size);
      }
      ClaimLoad.Result result = nodes.claim(scale.claims());
      rounds[i] = (long) (result.seconds() * 1e9);
      leases.addAll(result.leases());
      if (drained) {
        nodes.requireNothingLeft();
      }
    }
    long running = queue.count("select count(*) from job where status = 'running' and attempt = 1");
    long expected = drained ? size : (long) scale.claims() * scale.rounds();
    long distinct = leases.stream().map(Lease::job).distinct().count();
    if (running != expected || distinct != expected) {
      throw new IllegalStateException(
          "%d jobs run, %d different ones were handed out, not %d"
              .formatted(running, distinct, expected));
    }
    return scale.claims() / (Latencies.of(rounds).median() / 1e3);
  }

  private void beat(List<Lease> leases, Queue queue) throws Exception {
    queue.awaitEventsSent();
    HeartbeatLoad load = new HeartbeatLoad(platform, leases);
    load.send(scale.heartbeats(), scale.warmUp());
    CpuTime before = platform.cpuTime();
    HeartbeatLoad.Result result = load.send(scale.heartbeats(), scale.span());
    tellCost(
        "CPU time of a heartbeat",
        platform.cpuTime().since(before),
        Math.toIntExact(scale.heartbeats() * scale.span().toSeconds()));
    String what =
        "heartbeats, %,d live leases, %d s".formatted(leases.size(), scale.span().toSeconds());
    report.require(
        what + ": sustained",
        "≥ 2,000 a second",
        result.aSecond() >= 0.999 * scale.heartbeats() && scale.heartbeats() >= 2000,
        "%.0f a second",
        result.aSecond());
    report.tell(what + ": p50", "%.1f ms", result.latencies().median());
    report.require(
        what + ": p99",
        "≤ 50 ms",
        result.latencies().millis(0.99) <= 50,
        "%.1f ms",
        result.latencies().millis(0.99));
    report.tell(what + ": longest", "%.1f ms", result.latencies().max());
    long held =
        queue.count(
            "select count(*) from job where status = 'running' and lease_expires_at > baton_now()");
    if (held != leases.size()) {
      throw new IllegalStateException(held + " of " + leases.size() + " leases are held");
    }
  }

  private void tellCost(String what, CpuTime all, int count) {
    report.tell(
        what + " in the service, in PostgreSQL",
        "%.2f ms, %.2f ms",
        all.serviceSeconds() / count * 1e3,
        all.postgresSeconds() / count * 1e3);
  }

  private void idle(Submissions user) throws Exception {
    try (IdleLoad nodes = new IdleLoad(platform, scale.idleNodes());
        java.sql.Connection database = platform.database()) {
      TimeUnit.MILLISECONDS.sleep(scale.warmUp().toMillis());
      Queue queue = new Queue(database);
      CpuTime before = platform.cpuTime();
      long transactions = queue.transactions();
      TimeUnit.MILLISECONDS.sleep(scale.span().toMillis());
      String what =
          "%,d nodes wait for work, %d s: ".formatted(scale.idleNodes(), scale.span().toSeconds());
      CpuTime idle = platform.cpuTime().since(before);
      report.tell(
          what + "CPU time of the service, of PostgreSQL",
          "%.1f s, %.1f s",
          idle.serviceSeconds(),
          idle.postgresSeconds());
      report.tell(what + "transactions in PostgreSQL", "%d", queue.transactions() - transactions);
      wake(nodes, user);
    }
  }

  private void wake(IdleLoad nodes, Submissions user) throws Exception {
    user.submit(WOKEN);
    long submitted = System.nanoTime();
    while (nodes.served() < WOKEN) {
      TimeUnit.MILLISECONDS.sleep(1);
    }
    Latencies latencies = nodes.since(submitted);
    report.tell(
        "%,d of them have the jobs of a batch after its answer".formatted(WOKEN),
        "%.0f ms",
        Math.max(0, latencies.max()));
  }
}
