package io.baton.autoscaler.pool;

import io.baton.protocol.client.ApiEndpoint;
import io.baton.protocol.client.NodesClient;
import io.baton.protocol.client.PoolsClient;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.node.QuarantineRequest;
import io.baton.protocol.pool.PoolDrainRequest;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.PoolSnapshot;
import io.baton.protocol.pool.PoolUndrainRequest;
import io.baton.protocol.pool.ProviderReport;
import io.baton.protocol.pool.ScalerBeat;
import io.baton.protocol.pool.ScalerLease;
import io.baton.protocol.pool.ScalingAction;
import io.baton.protocol.pool.ScalingDecision;
import io.baton.protocol.pool.ScalingDecisionPage;
import io.baton.protocol.pool.StoredScalingDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The training API over REST. */
public final class RestPoolApi implements PoolApi {
  private static final int PAGE = 200;

  private final PoolName pool;
  private final String holder;
  private final Duration lease;
  private final PoolsClient pools;
  private final NodesClient nodes;

  public RestPoolApi(PoolName pool, String holder, Duration lease, ApiEndpoint api) {
    this.pool = pool;
    this.holder = holder;
    this.lease = lease;
    this.pools = new PoolsClient(api);
    this.nodes = new NodesClient(api);
  }

  @Override
  public String holder() {
    return holder;
  }

  @Override
  public Duration lease() {
    return lease;
  }

  @Override
  public ScalerLease beat(Optional<ProviderReport> report) {
    return pools.beat(pool, new ScalerBeat(holder, Math.toIntExact(lease.toSeconds()), report));
  }

  @Override
  public void resign() {
    pools.giveUp(pool, holder);
  }

  @Override
  public PoolSnapshot snapshot() {
    return pools.snapshot(pool);
  }

  @Override
  public void drain(List<NodeId> drained, String reason) {
    pools.drain(pool, new PoolDrainRequest(drained, reason));
  }

  @Override
  public void undrain(List<NodeId> kept) {
    pools.undrain(pool, new PoolUndrainRequest(kept));
  }

  @Override
  public void quarantine(NodeId node, QuarantineRequest request) {
    nodes.quarantine(node, request);
  }

  @Override
  public void release(NodeId node) {
    nodes.release(node);
  }

  @Override
  public void record(ScalingDecision decision) {
    pools.record(pool, decision);
  }

  @Override
  public List<StoredScalingDecision> decisions(int most) {
    return pools.decisions(pool, Optional.empty(), most).decisions();
  }

  @Override
  public List<StoredScalingDecision> reallocations(Instant since) {
    List<StoredScalingDecision> all = new ArrayList<>();
    Optional<String> cursor = Optional.empty();
    do {
      ScalingDecisionPage page =
          pools.decisions(
              pool, Optional.of(ScalingAction.REALLOCATE), Optional.of(since), cursor, PAGE);
      page.decisions().stream()
          .filter(stored -> !stored.decision().dryRun())
          .filter(stored -> !stored.lastAt().isBefore(since))
          .forEach(all::add);
      cursor = page.nextCursor();
    } while (cursor.isPresent());
    return all;
  }
}
