package io.baton.protocol.client;

import io.baton.protocol.pool.Pool;
import io.baton.protocol.pool.PoolDemand;
import io.baton.protocol.pool.PoolName;
import io.baton.protocol.pool.PoolPolicy;
import io.baton.protocol.pool.StoredPoolPolicy;
import java.util.List;

/** What operators and the autoscaler ask about pools. Every call throws {@link ApiException}. */
public final class PoolsClient {
  private final HttpJson http;

  public PoolsClient(ApiEndpoint api) {
    this.http = new HttpJson(api);
  }

  public PoolDemand demand(PoolName pool) {
    return http.get("v1/pools/" + pool + "/demand", PoolDemand.class);
  }

  /** Pools that have nodes or a policy, by name. */
  public List<Pool> pools() {
    return List.of(http.get("v1/pools", Pool[].class));
  }

  public StoredPoolPolicy policy(PoolName pool) {
    return http.get("v1/pools/" + pool + "/policy", StoredPoolPolicy.class);
  }

  /** Replaces the whole policy. */
  public StoredPoolPolicy setPolicy(PoolName pool, PoolPolicy policy) {
    return http.put("v1/pools/" + pool + "/policy", policy, StoredPoolPolicy.class);
  }
}
