package io.baton.autoscaler.simulation;

import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.NodeCounts;
import io.baton.protocol.pool.PoolDemand;
import io.baton.protocol.pool.PoolNode;
import io.baton.protocol.pool.PoolSnapshot;
import io.baton.protocol.pool.StoredPoolPolicy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/** What the modelled API tells of the pool at one moment. */
final class SnapshotView {
  private static final int MOST_COUNTED = 10_000;

  /** Nodes that were silent for longer, and are not in quarantine, are left out. */
  private static final long LISTED = Duration.ofHours(1).toMillis();

  private static final Optional<String> GPU = Optional.of("NVIDIA GeForce RTX 4090");

  private final StoredPoolPolicy policy;
  private final ApiFigures figures;
  private final long failureWindow;
  private final double medianSpeed;

  SnapshotView(Scenario scenario) {
    this.policy =
        new StoredPoolPolicy(
            SimulatedApi.POOL,
            scenario.policy(),
            1,
            Optional.of(VirtualClock.BEGINNING),
            Optional.of("simulation"));
    this.figures = scenario.api();
    this.failureWindow = scenario.policy().reallocation().windowSeconds() * 1000L;
    this.medianSpeed = scenario.nodes().stepsPerSecond();
  }

  /** Forgets the records of those that it leaves out. */
  PoolSnapshot take(Collection<NodeRecord> records, JobLine line, int running, long now) {
    List<PoolNode> nodes = new ArrayList<>(records.size());
    List<NodeId> busy = new ArrayList<>();
    Counter counter = new Counter();
    boolean measured = false;
    for (Iterator<NodeRecord> all = records.iterator(); all.hasNext(); ) {
      NodeRecord record = all.next();
      long silent = now - record.lastSeen(now);
      if (silent > LISTED && !record.quarantined(now)) {
        all.remove();
        continue;
      }
      boolean online = silent <= figures.offlineAfter().toMillis();
      nodes.add(node(record, online, line, now));
      counter.count(record, online, now);
      record.held().ifPresent(job -> busy.add(record.id()));
      measured |= record.isMeasured();
    }
    PoolDemand demand =
        new PoolDemand(
            SimulatedApi.POOL,
            Math.min(line.size(), MOST_COUNTED),
            line.size() > MOST_COUNTED,
            Math.min(line.lost(), MOST_COUNTED),
            running,
            busy,
            counter.counts(),
            line.oldest().map(since -> (now - since) / 1000.0),
            Optional.empty(),
            measured ? Optional.of(line.stepsLeft() / medianSpeed) : Optional.empty());
    return new PoolSnapshot(VirtualClock.at(now), policy, demand, nodes);
  }

  private PoolNode node(NodeRecord record, boolean online, JobLine line, long now) {
    Optional<SimulatedJob> held = record.held();
    return new PoolNode(
        record.id(),
        online,
        VirtualClock.at(record.lastSeen(now)),
        VirtualClock.at(record.firstSeen()),
        held.map(SimulatedJob::id),
        held.isPresent() ? Optional.empty() : at(record.idleSince()),
        record.agent().flatMap(Agent::attempt).map(a -> a.atRiskSeconds(now)).orElse(0.0),
        record.draining(),
        record.draining().isPresent() ? at(record.drainingSince()) : Optional.empty(),
        record.quarantined(now) ? at(record.quarantinedUntil()) : Optional.empty(),
        held.isPresent() || line.size() == 0 || line.hasWorkFor(record.machine()),
        record.failures(now, failureWindow),
        GPU,
        true,
        record.isMeasured()
            ? Optional.of(record.machine().stepsPerSecond() / medianSpeed)
            : Optional.empty());
  }

  private static Optional<Instant> at(long millis) {
    return Optional.of(VirtualClock.at(millis));
  }

  /** Counts nodes by state, the first that is true. */
  private static final class Counter {
    private int idle;
    private int busy;
    private int draining;
    private int quarantined;
    private int offline;

    void count(NodeRecord record, boolean online, long now) {
      if (!online) {
        offline++;
      } else if (record.quarantined(now)) {
        quarantined++;
      } else if (record.draining().isPresent()) {
        draining++;
      } else if (record.held().isPresent()) {
        busy++;
      } else {
        idle++;
      }
    }

    NodeCounts counts() {
      return new NodeCounts(idle, busy, draining, quarantined, offline);
    }
  }
}
