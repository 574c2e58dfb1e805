package io.baton.protocol.pool;

import io.baton.protocol.field.Fields;

/**
 * Asks what another policy would have made of a pool's past.
 *
 * @param policy the other policy; required
 * @param hours how far back to begin, 1 to 168 hours; default 24
 */
public record PolicySimulationRequest(PoolPolicy policy, Integer hours) {
  public PolicySimulationRequest {
    Fields.required("policy", policy);
    hours = Fields.orDefault(hours, 24);
    Fields.inRange("hours", hours, 1, 168);
  }
}
