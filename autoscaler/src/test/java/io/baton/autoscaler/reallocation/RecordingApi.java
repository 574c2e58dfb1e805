package io.baton.autoscaler.reallocation;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.autoscaler.pool.PoolApi;
import io.baton.autoscaler.reallocation.FleetOnPaper.PaperNode;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.node.QuarantineRequest;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.PoolSnapshot;
import io.baton.protocol.pool.ProviderReport;
import io.baton.protocol.pool.ScalerLease;
import io.baton.protocol.pool.ScalingAction;
import io.baton.protocol.pool.ScalingDecision;
import io.baton.protocol.pool.StoredScalingDecision;
import io.baton.protocol.problem.ErrorCode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Keeps what it is told about a fleet on paper, as the training API does. */
final class RecordingApi implements PoolApi {
  final List<ScalingDecision> decisions = new ArrayList<>();
  final Map<NodeId, QuarantineRequest> quarantines = new HashMap<>();
  final List<NodeId> released = new ArrayList<>();
  boolean unreachable;
  boolean refusesToRecord;

  private final FleetOnPaper fleet;
  private final List<StoredScalingDecision> stored = new ArrayList<>();

  RecordingApi(FleetOnPaper fleet) {
    this.fleet = fleet;
  }

  ScalingDecision only() {
    assertThat(decisions).hasSize(1);
    return decisions.get(0);
  }

  /** Nodes that were taken out, as often as they were. */
  List<NodeId> taken() {
    return decisions.stream()
        .filter(decision -> decision.action() == ScalingAction.REALLOCATE && !decision.dryRun())
        .flatMap(decision -> decision.nodes().stream())
        .toList();
  }

  @Override
  public String holder() {
    return "test";
  }

  @Override
  public ScalerLease beat(Optional<ProviderReport> report) {
    throw new AssertionError("the reconciler's business");
  }

  @Override
  public PoolSnapshot snapshot() {
    if (unreachable) {
      throw ReallocationTest.refused(ErrorCode.INTERNAL);
    }
    return fleet.snapshot();
  }

  @Override
  public void drain(List<NodeId> nodes, String reason) {
    throw new AssertionError("the reconciler's business");
  }

  @Override
  public void undrain(List<NodeId> nodes) {
    throw new AssertionError("the reconciler's business");
  }

  @Override
  public void quarantine(NodeId node, QuarantineRequest request) {
    PaperNode known =
        fleet.nodes.stream()
            .filter(each -> each.id.equals(node) && each.known)
            .findFirst()
            .orElseThrow(() -> ReallocationTest.refused(ErrorCode.NOT_FOUND));
    known.quarantinedUntil = Optional.of(fleet.now.plusSeconds(request.seconds()));
    quarantines.put(node, request);
  }

  @Override
  public void release(NodeId node) {
    released.add(node);
  }

  @Override
  public void record(ScalingDecision decision) {
    if (refusesToRecord) {
      throw ReallocationTest.refused(ErrorCode.CONFLICT);
    }
    decisions.add(decision);
    stored.add(
        0,
        new StoredScalingDecision(
            decisions.size(), new PoolName("gpu"), fleet.now, fleet.now, 1, decision));
  }

  @Override
  public List<StoredScalingDecision> decisions(int most) {
    throw new AssertionError("the reconciler's business");
  }

  @Override
  public List<StoredScalingDecision> reallocations(Instant since) {
    return stored.stream()
        .filter(each -> each.decision().action() == ScalingAction.REALLOCATE)
        .filter(each -> !each.decision().dryRun() && !each.lastAt().isBefore(since))
        .toList();
  }
}
