package io.baton.autoscaler.reallocation;

import io.baton.autoscaler.pool.PoolApi;
import io.baton.protocol.node.NodeId;
import io.baton.protocol.pool.ScalingAction;
import io.baton.protocol.pool.ScalingDecision;
import io.baton.protocol.pool.ScalingInputs;
import io.baton.protocol.pool.ScalingReason;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Writes down what is decided, before it is done. What is only said is said once. */
final class ReallocationRecord {
  private final PoolApi api;
  private final Consumer<ScalingDecision> decided;
  private Map<ScalingReason, List<NodeId>> said = Map.of();

  ReallocationRecord(PoolApi api, Consumer<ScalingDecision> decided) {
    this.api = api;
    this.decided = decided;
  }

  void write(ReallocationDecision decision, Look look, int requested, ScalingInputs inputs) {
    Figures figures = new Figures(Math.max(0, requested - inputs.leaving()), inputs);
    boolean dryRun = look.policy().dryRun();
    int members = look.members().size();
    Map<ScalingReason, List<NodeId>> saying = new EnumMap<>(ScalingReason.class);
    Map<ScalingReason, List<Finding>> byReason =
        decision.out().stream()
            .collect(
                Collectors.groupingBy(
                    Finding::reason,
                    () -> new EnumMap<>(ScalingReason.class),
                    Collectors.toList()));
    byReason.forEach(
        (reason, findings) -> {
          List<Finding> all = dryRun ? news(reason, findings, saying) : findings;
          if (!all.isEmpty()) {
            record(
                ScalingAction.REALLOCATE,
                reason,
                DecisionText.replacing(all, members),
                all,
                dryRun,
                figures);
          }
        });
    List<Finding> later = news(ScalingReason.REALLOCATION_LIMIT, decision.later(), saying);
    if (!later.isEmpty()) {
      record(
          ScalingAction.HOLD,
          ScalingReason.REALLOCATION_LIMIT,
          DecisionText.over(later, members, look.rules().maxSharePerHour()),
          later,
          dryRun,
          figures);
    }
    if (decision.promiseDoubted()) {
      saying.putIfAbsent(ScalingReason.UNFIT, List.of());
      if (!said.containsKey(ScalingReason.UNFIT)) {
        record(
            ScalingAction.HOLD,
            ScalingReason.UNFIT,
            DecisionText.unmetPromise(members),
            List.of(),
            dryRun,
            figures);
      }
    }
    said = saying;
  }

  /** All of them, or none where the same were named at the last look. */
  private List<Finding> news(
      ScalingReason reason, List<Finding> findings, Map<ScalingReason, List<NodeId>> saying) {
    List<NodeId> nodes =
        findings.stream()
            .map(finding -> finding.member().id())
            .sorted(Comparator.comparing(NodeId::value))
            .toList();
    if (!nodes.isEmpty()) {
      saying.put(reason, nodes);
    }
    return nodes.equals(said.get(reason)) ? List.of() : findings;
  }

  private void record(
      ScalingAction action,
      ScalingReason reason,
      String text,
      List<Finding> findings,
      boolean dryRun,
      Figures figures) {
    int replicas = figures.replicas();
    ScalingDecision decision =
        new ScalingDecision(
            api.holder(),
            action,
            reason,
            text,
            replicas,
            replicas,
            replicas,
            findings.stream().map(finding -> finding.member().id()).toList(),
            findings.stream()
                .flatMap(finding -> finding.member().instance().machine().stream())
                .distinct()
                .toList(),
            dryRun,
            figures.inputs());
    api.record(decision);
    decided.accept(decision);
  }

  /**
   * What stands beside a decision.
   *
   * @param replicas that the pool is meant to have
   */
  private record Figures(int replicas, ScalingInputs inputs) {}
}
