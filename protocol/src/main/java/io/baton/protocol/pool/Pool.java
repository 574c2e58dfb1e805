package io.baton.protocol.pool;

/**
 * A pool that has nodes or a policy.
 *
 * @param name the pool's name
 * @param nodes its nodes by state
 * @param policySet whether an operator set its policy
 */
public record Pool(PoolName name, NodeCounts nodes, boolean policySet) {}
