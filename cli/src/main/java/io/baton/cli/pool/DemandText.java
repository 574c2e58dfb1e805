package io.baton.cli.pool;

import io.baton.cli.terminal.Facts;
import io.baton.cli.terminal.Words;
import io.baton.protocol.pool.NodeCounts;
import io.baton.protocol.pool.PoolDemand;
import java.time.Duration;
import java.util.Optional;

/** What a pool has to do, for people. */
final class DemandText {
  private DemandText() {}

  static Facts of(PoolDemand demand) {
    return new Facts()
        .add("waiting", waiting(demand))
        .add("running", Words.count(demand.running(), "job"))
        .add("nodes", nodes(demand.nodes()))
        .add("longest wait", seconds(demand.oldestWaitSeconds()))
        .add("speed", demand.stepsPerSecond().map(speed -> Words.rate(speed) + " steps/s together"))
        .add(
            "backlog",
            seconds(demand.backlogNodeSeconds()).map(time -> time + " for one node alone"));
  }

  private static String waiting(PoolDemand demand) {
    String jobs =
        (demand.moreClaimable() ? "more than " : "") + Words.count(demand.claimable(), "job");
    return demand.lost() == 0 ? jobs : jobs + ", " + demand.lost() + " of which lost their node";
  }

  private static String nodes(NodeCounts nodes) {
    return "%d busy, %d idle, %d draining, %d quarantined, %d offline"
        .formatted(
            nodes.busy(), nodes.idle(), nodes.draining(), nodes.quarantined(), nodes.offline());
  }

  private static Optional<String> seconds(Optional<Double> seconds) {
    return seconds.map(number -> Words.of(Duration.ofMillis((long) (number * 1000))));
  }
}
