package io.baton.node.attempt;

import io.baton.node.api.ApiReachability;
import io.baton.node.api.AttemptCalls;
import io.baton.node.clock.NodeClock;
import io.baton.node.config.NodeConfig;
import io.baton.node.feed.AttemptFeed;
import io.baton.node.lease.HeartbeatSchedule;
import io.baton.node.lease.Heartbeats;
import io.baton.node.lease.HeldLease;
import io.baton.node.lease.LeaseClock;
import io.baton.node.lease.LeaseWatch;
import io.baton.node.metrics.AttemptView;
import io.baton.node.metrics.NodeMetrics;
import io.baton.node.models.BaseModels;
import io.baton.node.models.HeldModels;
import io.baton.node.prepare.DatasetDownload;
import io.baton.node.prepare.JobDirectory;
import io.baton.node.prepare.Preparation;
import io.baton.node.stop.StopOrders;
import io.baton.node.sync.AttemptStorage;
import io.baton.node.trainer.SignsOfLife;
import io.baton.node.trainer.TrainerLimits;
import io.baton.protocol.client.WorkClient;
import io.baton.protocol.log.LogLines;
import io.baton.protocol.metric.MetricBatch;
import io.baton.protocol.work.Grant;
import io.baton.protocol.work.Heartbeat;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

/** Builds an attempt's parts, and runs it with its lease and heartbeats beside it. */
public final class Attempts {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

  private final NodeConfig config;
  private final BaseModels models;
  private final TrainerLimits limits;
  private final NodeMetrics metrics;
  private final NodeClock clock;
  private final ApiReachability reachability;
  private final HttpClient storageHttp =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT_TIMEOUT)
          .build();

  public Attempts(
      NodeConfig config,
      BaseModels models,
      TrainerLimits limits,
      NodeMetrics metrics,
      NodeClock clock,
      ApiReachability reachability) {
    this.config = config;
    this.models = models;
    this.limits = limits;
    this.metrics = metrics;
    this.clock = clock;
    this.reachability = reachability;
  }

  /**
   * Runs the attempt of a grant to its end.
   *
   * @param askedAtNanos reading of the clock before the request that won it was sent
   * @param orders orders to stop it
   */
  public AttemptEnd run(Grant grant, long askedAtNanos, StopOrders orders, JobDirectory directory)
      throws InterruptedException {
    Duration length = Duration.ofMillis(grant.leaseMillis());
    HeldLease lease =
        new HeldLease(
            clock,
            LeaseClock.won(
                askedAtNanos, Duration.ofMillis(grant.waitedMillis()), clock.nanos(), length));
    // A request that is not answered must leave time for others before the lease ends.
    WorkClient client =
        new WorkClient(
            config.api().withTimeout(shorter(config.api().timeout(), length.dividedBy(4))));
    AttemptCalls calls =
        new AttemptCalls(client, grant.job(), grant.attempt(), clock, reachability);

    AtomicReference<Heartbeats> teller = new AtomicReference<>();
    SignsOfLife signs = new SignsOfLife(clock, config.hangs());
    AttemptProgress progress = new AttemptProgress(() -> teller.get().tellSoon(), clock, signs);
    Heartbeats heartbeats =
        new Heartbeats(
            heartbeat -> client.heartbeat(grant.job(), grant.attempt(), heartbeat),
            progress::heartbeat,
            HeartbeatSchedule.every(Duration.ofMillis(grant.heartbeatMillis())),
            lease,
            orders,
            config.drain().timeout(),
            clock,
            reachability);
    teller.set(heartbeats);

    AttemptStorage storage =
        new AttemptStorage(
            grant,
            calls,
            progress,
            orders,
            config.storagePatience(),
            directory.classImages(),
            metrics.uploads());
    HeldModels held = new HeldModels();
    Preparation preparation =
        new Preparation(
            config.allowsCommands(),
            config.minFreeDiskBytes(),
            models,
            held,
            progress::enter,
            new DatasetDownload(storageHttp, clock, config.storagePatience()),
            storage,
            directory);
    heartbeats.renewIfLate();
    AttemptReports reports = new AttemptReports(calls, orders, clock);
    AttemptFeed feed = new AttemptFeed(feedReceiver(client, grant), clock);
    try (held;
        heartbeats;
        feed;
        LeaseWatch watch = LeaseWatch.start(clock, lease, orders)) {
      metrics.attemptStarted(view(grant, progress, lease));
      heartbeats.start();
      feed.start();
      return new AttemptRun(
              grant,
              directory,
              preparation,
              storage,
              reports,
              progress,
              signs,
              feed,
              lease,
              orders,
              config.trainer(),
              limits,
              config.drain().timeout(),
              clock)
          .run();
    }
  }

  private AttemptView view(Grant grant, AttemptProgress progress, HeldLease lease) {
    int resumable = grant.resumeFrom().stream().mapToInt(Grant.ResumePoint::step).max().orElse(0);
    return new AttemptView() {
      @Override
      public Heartbeat heartbeat() {
        return progress.heartbeat();
      }

      @Override
      public Duration leaseRemaining() {
        return Duration.ofNanos(lease.current().lapsesAtNanos() - clock.nanos());
      }

      @Override
      public int safeStep() {
        return Math.max(resumable, metrics.uploads().committedStep());
      }
    };
  }

  private static AttemptFeed.Receiver feedReceiver(WorkClient client, Grant grant) {
    return new AttemptFeed.Receiver() {
      @Override
      public void metrics(MetricBatch batch) {
        client.metrics(grant.job(), grant.attempt(), batch);
      }

      @Override
      public void logs(LogLines lines) {
        client.logs(grant.job(), grant.attempt(), lines);
      }
    };
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
