package io.baton.api.dashboard.pool;

import java.util.List;
import java.util.Optional;

/**
 * A pool and its nodes.
 *
 * @param newest decisions
 * @param notice what became of what the reader just did
 */
public record PoolView(
    PoolRow pool,
    NodeList nodes,
    PoolCourse course,
    List<DecisionRow> newest,
    Optional<String> notice) {
  public List<Range> ranges() {
    return Range.all();
  }
}
