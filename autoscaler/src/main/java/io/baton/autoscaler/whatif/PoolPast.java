package io.baton.autoscaler.whatif;

import io.baton.protocol.pool.PoolWorkload;
import io.baton.protocol.pool.StoredPoolPolicy;
import java.time.Duration;

/** What the API tells of a pool's past. */
public interface PoolPast {
  StoredPoolPolicy policy();

  /** The jobs of a time up to now. */
  PoolWorkload workload(Duration back);
}
