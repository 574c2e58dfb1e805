package io.baton.protocol.client;

import io.baton.protocol.pool.PoolDemand;
import io.baton.protocol.pool.PoolName;

/** What operators and the autoscaler ask about pools. Every call throws {@link ApiException}. */
public final class PoolsClient {
  private final HttpJson http;

  public PoolsClient(ApiEndpoint api) {
    this.http = new HttpJson(api);
  }

  public PoolDemand demand(PoolName pool) {
    return http.get("v1/pools/" + pool + "/demand", PoolDemand.class);
  }
}
