package io.baton.api.dashboard.pool;

import io.baton.api.pool.policy.PolicyDifference;
import io.baton.api.pool.whatif.WhatIfResource;
import io.baton.api.problem.ProblemException;
import io.baton.protocol.pool.PolicySimulation;
import io.baton.protocol.pool.PolicySimulationRequest;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.PoolPolicy;
import io.baton.protocol.pool.ScalingDecision;
import io.baton.protocol.pool.StoredPoolPolicy;
import jakarta.enterprise.context.RequestScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Asks what a policy would do. What nobody can tell is said, and the rest shown. */
@RequestScoped
class PolicyEffects {
  private final WhatIfResource autoscaler;

  PolicyEffects(WhatIfResource autoscaler) {
    this.autoscaler = autoscaler;
  }

  PolicyEffect of(StoredPoolPolicy stored, PoolPolicy proposed, int hours) {
    PoolName pool = stored.pool();
    List<String> problems = new ArrayList<>();
    Optional<ScalingDecision> after = asked(() -> autoscaler.explain(pool, proposed), problems);
    Optional<ScalingDecision> before =
        stored.isSet() && after.isPresent()
            ? asked(() -> autoscaler.explain(pool, stored.policy()), problems)
            : Optional.<ScalingDecision>empty();
    Optional<PolicySimulation> simulation =
        problems.isEmpty()
            ? asked(
                () -> autoscaler.simulate(pool, new PolicySimulationRequest(proposed, hours)),
                problems)
            : Optional.<PolicySimulation>empty();
    return new PolicyEffect(
        PolicyDifference.between(stored.policy(), proposed).stream()
            .map(PolicyView::change)
            .toList(),
        before,
        after,
        simulation,
        problems);
  }

  private static <T> Optional<T> asked(Supplier<T> question, List<String> problems) {
    try {
      return Optional.of(question.get());
    } catch (ProblemException refused) {
      problems.add(refused.problem().detail());
      return Optional.empty();
    }
  }
}
