package io.baton.autoscaler.kubernetes;

class RealClusterDeploymentTest extends RealClusterBehaviour {
  @Override
  protected WorkloadKind kind() {
    return WorkloadKind.DEPLOYMENT;
  }
}
