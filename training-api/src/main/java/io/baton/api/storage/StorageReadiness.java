package io.baton.api.storage;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the bucket is there, which a check creates if it was not at the start. */
@Readiness
@ApplicationScoped
public class StorageReadiness implements HealthCheck {
  private static final String NAME = "storage";

  private final ObjectStorage storage;

  StorageReadiness(ObjectStorage storage) {
    this.storage = storage;
  }

  @Override
  public HealthCheckResponse call() {
    try {
      storage.ensureBucket();
      return HealthCheckResponse.up(NAME);
    } catch (StorageUnavailableException e) {
      return HealthCheckResponse.down(NAME);
    }
  }
}
