package io.baton.api.storage;

import io.baton.api.config.BatonConfig;
import io.baton.api.config.StorageConfig;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import org.jboss.logging.Logger;

/** Creates the bucket at the start. A storage that is down then does not keep the service down. */
@ApplicationScoped
public class BucketStartup {
  private static final Logger LOG = Logger.getLogger(BucketStartup.class);

  private final ObjectStorage storage;
  private final StorageConfig config;

  BucketStartup(ObjectStorage storage, BatonConfig config) {
    this.storage = storage;
    this.config = config.storage();
  }

  void create(@Observes StartupEvent start) {
    try {
      storage.ensureBucket();
    } catch (StorageUnavailableException e) {
      LOG.warnf(
          "the service is not ready until the bucket '%s' at %s can be used: %s",
          config.bucket(), config.endpoint(), e.getCause());
    }
  }
}
