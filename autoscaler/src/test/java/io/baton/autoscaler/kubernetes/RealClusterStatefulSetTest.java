package io.baton.autoscaler.kubernetes;

class RealClusterStatefulSetTest extends RealClusterBehaviour {
  @Override
  protected WorkloadKind kind() {
    return WorkloadKind.STATEFUL_SET;
  }
}
