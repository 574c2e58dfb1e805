package io.baton.node.agent;

import io.baton.node.api.ApiReachability;
import io.baton.node.api.Backoff;
import io.baton.node.attempt.AttemptEnd;
import io.baton.node.attempt.Attempts;
import io.baton.node.clock.NodeClock;
import io.baton.node.config.NodeConfig;
import io.baton.node.config.WorkDirectory;
import io.baton.node.gpu.Gpu;
import io.baton.node.gpu.GpuChoice;
import io.baton.node.log.CurrentAttempt;
import io.baton.node.metrics.NodeMetrics;
import io.baton.node.models.BaseModels;
import io.baton.node.notice.DrainRequest;
import io.baton.node.notice.InterruptionNotice;
import io.baton.node.notice.NoticeWatch;
import io.baton.node.prepare.DiskBudget;
import io.baton.node.prepare.JobDirectory;
import io.baton.node.prepare.KeptCheckpoint;
import io.baton.node.stop.StopOrders;
import io.baton.node.sync.CheckpointRules;
import io.baton.protocol.client.ApiException;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.work.Grant;
import io.baton.protocol.work.KeptWork;
import io.baton.protocol.work.NodeCapabilities;
import io.baton.protocol.work.WorkRequest;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** Asks for work and carries one job at a time. */
public final class Agent {
  private static final Logger LOG = System.getLogger(Agent.class.getName());
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  private final NodeConfig config;
  private final WorkDirectory workDirectory;
  private final NodeId nodeId;
  private final CurrentAttempt current;
  private final NodeClock clock;
  private final NodeMetrics metrics;
  private final ApiReachability reachability;
  private final BaseModels models;
  private final Attempts attempts;
  private final WorkPoll poll;
  private final StopSwitch stopSwitch;
  private final Optional<Gpu> gpu;
  private final DiskBudget disk;
  private boolean diskIsShort;
  private final RandomGenerator random = RandomGenerator.getDefault();

  /**
   * An agent that has asked for nothing yet.
   *
   * @param gpu what it trains on
   */
  public Agent(
      NodeConfig config,
      WorkDirectory workDirectory,
      GpuChoice gpu,
      CurrentAttempt current,
      NodeMetrics metrics,
      NodeClock clock) {
    this.config = config;
    this.workDirectory = workDirectory;
    this.nodeId = config.nodeId().orElseGet(workDirectory::nodeId);
    this.current = current;
    this.clock = clock;
    this.metrics = metrics;
    this.reachability = new ApiReachability(metrics::apiFailed);
    metrics.describe(nodeId, config.pool(), gpu.gpu(), workDirectory.jobs());
    this.models =
        new BaseModels(config.models(), clock, config.storagePatience(), metrics.models());
    this.attempts =
        new Attempts(
            config,
            models,
            config.limits().withEnvironment(gpu.trainerEnvironment()),
            metrics,
            clock,
            reachability);
    this.stopSwitch = new StopSwitch(clock, config.drain().timeout());
    this.poll = new WorkPoll(config.api(), config.longestWait(), stopSwitch);
    this.gpu = gpu.gpu();
    this.disk = new DiskBudget(workDirectory.jobs(), config.minFreeDiskBytes());
  }

  /** Stops it; the second time at once. */
  public void stop(String reason) {
    stopSwitch.stop(reason);
  }

  /** Runs until it is stopped, or after one job if it is set up so. */
  public AgentEnd run() throws InterruptedException {
    discardLeftovers();
    try (NoticeWatch watch = NoticeWatch.start(notices(), stopSwitch, clock)) {
      return askAndCarry();
    }
  }

  private List<InterruptionNotice> notices() {
    List<InterruptionNotice> all = new ArrayList<>(config.drain().notices());
    all.add(new DrainRequest(workDirectory.root()));
    return all;
  }

  private AgentEnd askAndCarry() throws InterruptedException {
    LOG.log(
        Level.INFO,
        () ->
            "Node "
                + nodeId
                + " of pool "
                + config.pool()
                + " asks "
                + config.api().address()
                + " for work and trains on "
                + gpu.map(Gpu::name).orElse("its CPU"));
    Backoff backoff = new Backoff(config.pollInterval(), LONGEST_PAUSE, random);
    for (stopSwitch.awaitLeave(); !stopSwitch.isStopped(); stopSwitch.awaitLeave()) {
      if (isDiskShort()) {
        stopSwitch.pause(LONGEST_PAUSE);
        continue;
      }
      long askedAt = clock.nanos();
      Optional<Grant> grant;
      try {
        grant = poll.ask(request());
        reachability.answered();
        backoff.reset();
      } catch (ApiException e) {
        if (!stopSwitch.wantsWork()) {
          continue;
        }
        reachability.failed(e);
        stopSwitch.pause(backoff.next());
        continue;
      }
      if (grant.isEmpty()) {
        // An API that let the node wait may be asked again at once.
        stopSwitch.pauseUntil(askedAt + Backoff.jittered(config.pollInterval(), random).toNanos());
        continue;
      }
      AttemptEnd end = carry(grant.get(), askedAt);
      if (config.once() || stopSwitch.isStopped()) {
        return stopSwitch.isStopped() && end == AttemptEnd.LAPSED
            ? AgentEnd.GAVE_UP
            : AgentEnd.DONE;
      }
    }
    return AgentEnd.DONE;
  }

  /** Tells once when the disk gets short and once when it is not any more. */
  private boolean isDiskShort() {
    Optional<String> shortage;
    try {
      shortage = disk.shortage(0);
    } catch (IOException e) {
      shortage = Optional.of("The disk of the work directory cannot be looked at: " + e + ".");
    }
    if (shortage.isPresent() && !diskIsShort) {
      LOG.log(Level.WARNING, shortage.get() + " No job is asked for until then.");
    } else if (shortage.isEmpty() && diskIsShort) {
      LOG.log(Level.INFO, "There is enough disk again.");
    }
    diskIsShort = shortage.isPresent();
    return diskIsShort;
  }

  private AttemptEnd carry(Grant grant, long askedAt) throws InterruptedException {
    current.set(grant.job(), grant.attempt());
    StopOrders orders = new StopOrders(clock);
    try {
      LOG.log(Level.INFO, "Claimed");
      JobDirectory directory = JobDirectory.of(workDirectory.jobs(), grant.job());
      JobDirectory.deleteOthers(workDirectory.jobs(), grant.job());
      stopSwitch.attach(orders);
      AttemptEnd end = attempts.run(grant, askedAt, orders, directory);
      metrics.attemptEnded(end);
      LOG.log(Level.INFO, () -> "Ended: " + end);
      settle(end, directory, grant);
      return end;
    } catch (IOException e) {
      // The attempt's own files are no longer needed, or are found out to be unfit when they are.
      LOG.log(Level.WARNING, () -> "The work directory could not be cleaned up: " + e);
      return AttemptEnd.LAPSED;
    } finally {
      stopSwitch.detach();
      current.clear();
    }
  }

  private static void settle(AttemptEnd end, JobDirectory directory, Grant grant)
      throws IOException {
    if (end.mayComeBack()) {
      Optional<KeptCheckpoint> kept =
          KeptCheckpoint.record(
              directory, grant.job(), grant.attempt(), CheckpointRules.of(grant.spec().workload()));
      kept.ifPresent(
          checkpoint ->
              LOG.log(
                  Level.INFO, () -> "Kept checkpoint " + checkpoint.step() + " on this machine"));
    } else {
      directory.delete();
    }
  }

  private void discardLeftovers() {
    try {
      new DrainRequest(workDirectory.root()).withdraw();
      JobDirectory.deleteUnkept(workDirectory.jobs());
    } catch (IOException e) {
      LOG.log(Level.WARNING, () -> "What an earlier run left could not be deleted: " + e);
    }
  }

  /** What the API is told of, so that this node gets that job before others. */
  private Optional<KeptWork> kept() {
    try {
      return KeptCheckpoint.in(workDirectory.jobs());
    } catch (IOException e) {
      LOG.log(Level.WARNING, () -> "What was kept cannot be read: " + e);
      return Optional.empty();
    }
  }

  private WorkRequest request() {
    return new WorkRequest(
        nodeId,
        config.pool(),
        HostName.get(),
        ProcessHandle.current().pid(),
        new NodeCapabilities(
            gpu.map(Gpu::name), gpu.flatMap(Gpu::memoryBytes), models.cached(), config.labels()),
        kept(),
        Optional.of((int) config.longestWait().toSeconds()));
  }
}
