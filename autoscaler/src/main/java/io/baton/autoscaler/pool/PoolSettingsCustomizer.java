package io.baton.autoscaler.pool;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;

/**
 * Leaves the pools' settings to {@link PoolProviders}, who knows which there are: every provider
 * brings its own.
 */
public final class PoolSettingsCustomizer implements SmallRyeConfigBuilderCustomizer {
  @Override
  public void configBuilder(SmallRyeConfigBuilder builder) {
    builder.withMappingIgnore("baton.autoscaler.pools.**");
  }
}
