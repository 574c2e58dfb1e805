package io.baton.autoscaler.simulation;

import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.ScalingAction;
import io.baton.protocol.pool.ScalingDecision;
import io.baton.protocol.pool.StoredScalingDecision;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;

/** The decisions about a pool; one that repeats the one before it is counted there. */
final class DecisionLog {
  private final PoolName pool;
  private static final int KEPT = 1000;

  private final ArrayDeque<StoredScalingDecision> stored = new ArrayDeque<>();
  private final ArrayDeque<StoredScalingDecision> reallocations = new ArrayDeque<>();
  private long sequence;

  DecisionLog(PoolName pool) {
    this.pool = pool;
  }

  void add(ScalingDecision decision, long now) {
    Instant at = VirtualClock.at(now);
    StoredScalingDecision former = stored.peekLast();
    if (former != null && decision.repeats(former.decision())) {
      stored.removeLast();
      stored.add(
          new StoredScalingDecision(
              former.sequence(), pool, former.at(), at, former.times() + 1, decision));
    } else {
      stored.add(new StoredScalingDecision(++sequence, pool, at, at, 1, decision));
    }
    if (decision.action() == ScalingAction.REALLOCATE && !decision.dryRun()) {
      reallocations.add(stored.getLast());
    }
    if (stored.size() > KEPT) {
      stored.remove();
    }
  }

  List<StoredScalingDecision> newest(int most) {
    return from(stored).limit(most).toList();
  }

  /** Those that replaced nodes, the newest first. */
  List<StoredScalingDecision> reallocations(Instant since) {
    return from(reallocations).takeWhile(each -> !each.lastAt().isBefore(since)).toList();
  }

  private static Stream<StoredScalingDecision> from(ArrayDeque<StoredScalingDecision> log) {
    Iterator<StoredScalingDecision> newestFirst = log.descendingIterator();
    return Stream.generate(newestFirst::next).limit(log.size());
  }
}
