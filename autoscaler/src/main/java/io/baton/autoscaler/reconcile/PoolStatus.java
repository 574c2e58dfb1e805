package io.baton.autoscaler.reconcile;

import io.baton.autoscaler.pool.ProviderView;
import io.baton.autoscaler.scaling.Plan;
import io.baton.autoscaler.scaling.PoolHistory;
import io.baton.autoscaler.scaling.Situation;
import io.baton.autoscaler.scaling.StockOut;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.PoolNode;
import io.baton.protocol.pool.ScalingInputs;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A pool as the last tick left it.
 *
 * @param problem why the last tick could not do its work: one sentence
 * @param leading whether this autoscaler is the one that may act on the pool
 * @param holder the one that may; absent before the API answered
 * @param view what the provider has
 * @param nodes what the API knows of them
 * @param inputs what was counted; absent before the first decision
 * @param desired replicas that the jobs ask for, within the limits
 * @param spare replicas that are meant to stay beyond those
 * @param stockOutSince since when the provider gives fewer than it was asked for
 * @param pricePerHour of one node
 */
public record PoolStatus(
    Optional<String> problem,
    boolean leading,
    Optional<String> holder,
    ProviderView view,
    List<PoolNode> nodes,
    Optional<ScalingInputs> inputs,
    int desired,
    int spare,
    Optional<Instant> stockOutSince,
    Optional<Double> pricePerHour) {
  static final PoolStatus UNKNOWN =
      standingBy(Optional.empty()).withProblem("the API was not asked yet", ProviderView.EMPTY);

  static PoolStatus standingBy(Optional<String> holder) {
    return new PoolStatus(
        Optional.empty(),
        false,
        holder,
        ProviderView.EMPTY,
        List.of(),
        Optional.empty(),
        0,
        0,
        Optional.empty(),
        Optional.empty());
  }

  static PoolStatus of(
      Situation situation,
      Plan plan,
      ProviderView view,
      Optional<String> holder,
      PoolHistory history) {
    return new PoolStatus(
        Optional.empty(),
        true,
        holder,
        view,
        situation.nodes(),
        Optional.of(situation.inputs()),
        plan.desired(),
        Math.max(0, plan.after() - plan.desired()),
        history.stockOut().map(StockOut::since),
        situation.policy().nodePricePerHour());
  }

  PoolStatus withProblem(String sentence, ProviderView seen) {
    return new PoolStatus(
        Optional.of(sentence),
        leading,
        holder,
        seen,
        nodes,
        inputs,
        desired,
        spare,
        stockOutSince,
        pricePerHour);
  }

  /** Nodes that hold a job. */
  public Set<NodeId> busy() {
    return nodes.stream()
        .filter(node -> node.job().isPresent())
        .map(PoolNode::id)
        .collect(Collectors.toUnmodifiableSet());
  }
}
