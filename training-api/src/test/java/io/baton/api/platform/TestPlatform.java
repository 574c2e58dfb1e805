package io.baton.api.platform;

import io.baton.locals3.LocalS3Process;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** The real parts that the service needs: PostgreSQL and an S3 server in a process of its own. */
public class TestPlatform implements QuarkusTestResourceLifecycleManager {
  public static final String BUCKET = "baton-test";

  private static final String NEVER = "36500d";

  private TestDatabase database;
  private LocalS3Process storage;

  @Override
  public Map<String, String> start() {
    database = TestDatabase.start();
    storage = LocalS3Process.in(newDirectory()).port(0).keys("access", "secret").start();
    return Map.ofEntries(
        Map.entry("quarkus.datasource.jdbc.url", database.jdbcUrl()),
        Map.entry("quarkus.datasource.username", database.user()),
        Map.entry("quarkus.datasource.password", database.password()),
        Map.entry("baton.storage.endpoint", storage.endpoint().toString()),
        Map.entry("baton.storage.bucket", BUCKET),
        Map.entry("baton.storage.access-key", storage.accessKey()),
        Map.entry("baton.storage.secret-key", storage.secretKey()),
        Map.entry("baton.storage.timeout", "5s"),
        Map.entry("baton.keys.bootstrap", TestKeys.OPERATOR),
        Map.entry("baton.keys.remembered", "100ms"),
        Map.entry("baton.rate-limits.node-per-second", "1"),
        Map.entry("baton.rate-limits.node-burst", "60"),
        Map.entry("baton.rate-limits.operator-per-second", "1000000"),
        Map.entry("baton.rate-limits.operator-burst", "1000000"),
        Map.entry("baton.lease.duration", "60s"),
        Map.entry("baton.webhooks.allow-private-addresses", "true"),
        // Tests do scheduled work by themselves, and move the clock: nothing happens behind their
        // backs.
        Map.entry("baton.lease.lapse-interval", NEVER),
        Map.entry("baton.metrics.sample-age", "0s"),
        Map.entry("baton.metrics.first-step-interval", NEVER),
        Map.entry("baton.metrics.pulse-interval", NEVER),
        Map.entry("baton.nodes.presence-interval", NEVER),
        Map.entry("baton.nodes.quarantine.interval", NEVER),
        Map.entry("baton.metrics.pool-interval", NEVER),
        Map.entry("baton.pools.sample-interval", NEVER),
        Map.entry("baton.pools.cleanup-interval", NEVER),
        Map.entry("baton.retention.interval", NEVER),
        Map.entry("baton.budgets.interval", NEVER),
        Map.entry("baton.datasets.sweep-interval", NEVER),
        Map.entry("baton.datasets.poll-interval", NEVER),
        Map.entry("baton.idempotency.cleanup-interval", NEVER));
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(
        new StorageSwitch(), new TestInjector.MatchesType(StorageSwitch.class));
  }

  @Override
  public void stop() {
    if (storage != null) {
      storage.close();
    }
    if (database != null) {
      database.close();
    }
  }

  private static Path newDirectory() {
    try {
      return Files.createTempDirectory("baton-test-s3-");
    } catch (IOException e) {
      throw new UncheckedIOException("no directory for the S3 server can be made", e);
    }
  }

  /** Takes the storage away for a while. */
  public final class StorageSwitch {
    public void off() {
      storage.close();
    }

    public void on() {
      storage = storage.restart().start();
    }
  }
}
