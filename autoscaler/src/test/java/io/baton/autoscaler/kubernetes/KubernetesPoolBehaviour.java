package io.baton.autoscaler.kubernetes;

import io.baton.autoscaler.pool.Instance;
import io.baton.autoscaler.pool.PoolProvider;
import io.baton.autoscaler.pool.PoolProviderBehaviour;
import io.baton.protocol.pool.PoolName;
import java.time.Clock;
import org.junit.jupiter.api.AfterEach;

/** Both kinds of workload, on the mock server. */
abstract class KubernetesPoolBehaviour extends PoolProviderBehaviour {
  protected final PretendCluster cluster = new PretendCluster(kind(), Clock.systemUTC());

  protected abstract WorkloadKind kind();

  @Override
  protected PoolProvider newProvider() {
    return pool(false);
  }

  @Override
  protected PoolProvider newStarvedProvider() {
    cluster.machines(0);
    return newProvider();
  }

  protected final KubernetesPool pool(boolean cordon) {
    return new KubernetesPool(
        new KubernetesPoolSettings(
            new PoolName("gpu"), kind(), PretendCluster.NAMESPACE, PretendCluster.NAME, cordon),
        cluster.client());
  }

  @Override
  protected void kill(Instance instance) {
    cluster.kill(podOf(instance));
  }

  protected static String podOf(Instance instance) {
    return instance.id().value().split("/")[0];
  }

  @Override
  protected void goOn() {
    cluster.goOn();
  }

  @AfterEach
  void stopCluster() {
    cluster.close();
  }
}
