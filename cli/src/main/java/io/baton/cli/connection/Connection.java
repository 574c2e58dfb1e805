package io.baton.cli.connection;

import io.baton.protocol.client.ApiEndpoint;
import io.baton.protocol.client.DatasetsClient;
import io.baton.protocol.client.EventsClient;
import io.baton.protocol.client.JobsClient;
import io.baton.protocol.client.KeysClient;
import io.baton.protocol.client.NodesClient;
import io.baton.protocol.client.PoolsClient;
import io.baton.protocol.client.WebhooksClient;

/**
 * Which API is called, as whom, and why that one.
 *
 * @param endpoint address and key
 * @param addressFrom where the address comes from, for people
 * @param keyFrom where the key comes from, for people
 */
public record Connection(ApiEndpoint endpoint, String addressFrom, String keyFrom) {
  public JobsClient jobs() {
    return new JobsClient(endpoint);
  }

  public DatasetsClient datasets() {
    return new DatasetsClient(endpoint);
  }

  public EventsClient events() {
    return new EventsClient(endpoint);
  }

  public KeysClient keys() {
    return new KeysClient(endpoint);
  }

  public NodesClient nodes() {
    return new NodesClient(endpoint);
  }

  public PoolsClient pools() {
    return new PoolsClient(endpoint);
  }

  public WebhooksClient webhooks() {
    return new WebhooksClient(endpoint);
  }
}
