package io.baton.autoscaler.pool;

import io.baton.protocol.client.ApiException;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.node.QuarantineRequest;
import io.baton.protocol.pool.PoolSnapshot;
import io.baton.protocol.pool.ProviderReport;
import io.baton.protocol.pool.ScalerLease;
import io.baton.protocol.pool.ScalingDecision;
import io.baton.protocol.pool.StoredScalingDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What an autoscaler asks the training API about one pool. Every call throws {@link ApiException}.
 */
public interface PoolApi {
  /** This autoscaler, over its whole life. */
  String holder();

  /** How long an answer of {@link #beat} counts, from before it was asked for. */
  default Duration lease() {
    return Duration.ofSeconds(30);
  }

  /** Asks to be, or to stay, the one that may act; the answer says who may. */
  ScalerLease beat(Optional<ProviderReport> report);

  /** Lets another autoscaler act at once. */
  default void resign() {}

  /** Everything that one decision needs. */
  PoolSnapshot snapshot();

  /** No work goes to these from then on, and what they hold they give back. */
  void drain(List<NodeId> nodes, String reason);

  /** These may have work again. */
  void undrain(List<NodeId> nodes);

  /** This one gets no work for a while, and gives back what it holds. */
  void quarantine(NodeId node, QuarantineRequest request);

  /** This one may have work before its quarantine is over; nothing happens where it has none. */
  void release(NodeId node);

  /** Keeps a decision. */
  void record(ScalingDecision decision);

  /** The newest decisions first. */
  List<StoredScalingDecision> decisions(int most);

  /** Decisions to replace nodes that were carried out, made at this time or later. */
  List<StoredScalingDecision> reallocations(Instant since);
}
