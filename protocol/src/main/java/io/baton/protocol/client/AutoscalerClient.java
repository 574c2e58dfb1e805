package io.baton.protocol.client;

import io.baton.protocol.pool.PolicySimulation;
import io.baton.protocol.pool.PolicySimulationRequest;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.PoolPolicy;
import io.baton.protocol.pool.ScalingDecision;

/**
 * What an autoscaler tells of a pool, at its own address. Every call throws {@link ApiException}.
 */
public final class AutoscalerClient {
  private final HttpJson http;

  public AutoscalerClient(ApiEndpoint autoscaler) {
    this.http = new HttpJson(autoscaler);
  }

  /** The decision that it would make now under a policy. Nothing is done. */
  public ScalingDecision explain(PoolName pool, PoolPolicy policy) {
    return http.post("v1/pools/" + pool + "/explain", policy, ScalingDecision.class);
  }

  /** What a policy would have made of the pool's past, beside the one that counts now. */
  public PolicySimulation simulate(PoolName pool, PolicySimulationRequest request) {
    return http.post("v1/pools/" + pool + "/simulate", request, PolicySimulation.class);
  }
}
