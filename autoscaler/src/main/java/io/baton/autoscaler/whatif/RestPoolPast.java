package io.baton.autoscaler.whatif;

import io.baton.protocol.client.ApiEndpoint;
import io.baton.protocol.client.PoolsClient;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.PoolWorkload;
import io.baton.protocol.pool.StoredPoolPolicy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The training API over REST. */
public final class RestPoolPast implements PoolPast {
  private final PoolName pool;
  private final PoolsClient pools;
  private final Clock clock;

  public RestPoolPast(PoolName pool, ApiEndpoint api, Clock clock) {
    this.pool = pool;
    this.pools = new PoolsClient(api);
    this.clock = clock;
  }

  @Override
  public StoredPoolPolicy policy() {
    return pools.policy(pool);
  }

  @Override
  public PoolWorkload workload(Duration back) {
    Instant now = clock.instant();
    return pools.workload(pool, now.minus(back), now);
  }
}
