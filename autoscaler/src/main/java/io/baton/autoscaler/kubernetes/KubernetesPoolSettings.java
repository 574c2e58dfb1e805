package io.baton.autoscaler.kubernetes;

import io.baton.protocol.pool.PoolName;
import java.util.Objects;

/**
 * Where a pool's pods are.
 *
 * @param namespace of the workload
 * @param name of the workload
 * @param cordon whether the machine of a pod that is replaced gets no pods any more, until an
 *     operator uncordons it
 */
record KubernetesPoolSettings(
    PoolName pool, WorkloadKind kind, String namespace, String name, boolean cordon) {
  KubernetesPoolSettings {
    Objects.requireNonNull(pool, "pool");
    Objects.requireNonNull(kind, "kind");
    Objects.requireNonNull(namespace, "namespace");
    Objects.requireNonNull(name, "name");
  }

  /** For sentences: {@code Deployment baton/trainer}. */
  String workload() {
    return kind.kind() + " " + namespace + "/" + name;
  }
}
