package io.baton.autoscaler.local;

import io.baton.autoscaler.AutoscalerConfig;
import io.baton.autoscaler.pool.PoolProvider;
import io.baton.autoscaler.pool.PoolProviderFactory;
import io.baton.autoscaler.pool.ProviderSettings;
import io.baton.protocol.access.ApiKey;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** Pools whose nodes are processes of this machine. */
@ApplicationScoped
public class LocalPools implements PoolProviderFactory {
  private static final Duration GRACE = Duration.ofSeconds(30);

  private final AutoscalerConfig config;

  LocalPools(AutoscalerConfig config) {
    this.config = config;
  }

  @Override
  public String name() {
    return LocalPool.NAME;
  }

  @Override
  public Set<String> settings() {
    return Set.of("directory", "command", "node-key", "grace", "environment.*");
  }

  @Override
  public PoolProvider open(ProviderSettings settings) {
    Map<String, String> environment = new HashMap<>(settings.group("environment"));
    environment.put("BATON_API", config.api().toString());
    nodeKey(settings, environment);
    LocalPoolSettings local =
        new LocalPoolSettings(
            settings.pool(),
            settings
                .text("directory")
                .map(Path::of)
                .orElse(Path.of(System.getProperty("user.home"), ".baton", "pool")),
            settings.texts("command", "trainer-node/bin/trainer-node"),
            environment,
            settings.duration("grace", GRACE));
    return new DeferredPool(() -> new LocalPool(local, Clock.systemUTC()));
  }

  private static void nodeKey(ProviderSettings settings, Map<String, String> environment) {
    try {
      settings
          .text("node-key")
          .map(ApiKey::new)
          .ifPresent(key -> environment.put("BATON_API_KEY", key.value()));
    } catch (IllegalArgumentException notAKey) {
      throw settings.bad("node-key", "is not an API key");
    }
  }
}
