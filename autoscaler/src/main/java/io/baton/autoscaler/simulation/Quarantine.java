package io.baton.autoscaler.simulation;

import io.baton.protocol.pool.ReallocationRules;
import java.util.Collection;

/** When the modelled API puts a node on which jobs fail in quarantine. */
final class Quarantine {
  private final ApiFigures figures;
  private final ReallocationRules rules;

  Quarantine(ApiFigures figures, ReallocationRules rules) {
    this.figures = figures;
    this.rules = rules;
  }

  /** Strictly: with the last failure that the rules allow it is out before it can ask again. */
  boolean isDue(NodeRecord failed, Collection<NodeRecord> all, long now) {
    return failed.failed(now, rules.windowSeconds() * 1000L) >= rules.maxFailures()
        && !failed.quarantined(now)
        && hasRoom(all, now);
  }

  /** Whether one more fits into the share of the online nodes that may be there. */
  private boolean hasRoom(Collection<NodeRecord> nodes, long now) {
    int online = 0;
    int quarantined = 0;
    for (NodeRecord node : nodes) {
      if (node.agent().isPresent()) {
        online++;
        quarantined += node.quarantined(now) ? 1 : 0;
      }
    }
    return quarantined + 1 <= online * figures.quarantineShare();
  }

  long until(long now) {
    return now + rules.banSeconds() * 1000L;
  }
}
