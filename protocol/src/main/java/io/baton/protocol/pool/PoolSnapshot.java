package io.baton.protocol.pool;

import io.baton.protocol.field.Fields;
import java.time.Instant;
import java.util.List;

/**
 * Everything about a pool that one decision needs, at one moment.
 *
 * @param at that moment, on the database's clock
 * @param policy how the pool follows its demand
 * @param demand what it has to do
 * @param nodes every node of it but forgotten ones, by id; default none
 */
public record PoolSnapshot(
    Instant at, StoredPoolPolicy policy, PoolDemand demand, List<PoolNode> nodes) {
  public PoolSnapshot {
    nodes = Fields.listOrEmpty(nodes);
  }
}
