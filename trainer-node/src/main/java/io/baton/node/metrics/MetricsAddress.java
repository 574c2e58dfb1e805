package io.baton.node.metrics;

import io.baton.node.config.ConfigException;

/**
 * Where metrics are served.
 *
 * @param host address to listen at
 * @param port 0 to 65535; 0: any that is free
 */
public record MetricsAddress(String host, int port) {
  private static final int MAX_PORT = 65535;

  public MetricsAddress {
    if (port < 0 || port > MAX_PORT) {
      throw new ConfigException("--metrics-port must be from 0 to " + MAX_PORT + ".");
    }
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
