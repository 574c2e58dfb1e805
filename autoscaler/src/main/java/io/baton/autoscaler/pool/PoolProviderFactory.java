package io.baton.autoscaler.pool;

import java.util.Set;

/** Makes the providers of one kind. Every bean of this type is found, and registered nowhere. */
public interface PoolProviderFactory {
  /** What {@code baton.autoscaler.pools.POOL.provider} says to choose it. */
  String name();

  /**
   * Every setting that there is below {@code baton.autoscaler.pools.POOL.PROVIDER}; others are
   * refused. {@code environment.*} stands for all below {@code environment}.
   */
  Set<String> settings();

  /**
   * A pool's provider. It must not need the provider to be reachable: the first look shows that.
   *
   * @throws ProviderException with {@link ProviderFault#CONFIGURATION} if a setting is bad
   */
  PoolProvider open(ProviderSettings settings);
}
