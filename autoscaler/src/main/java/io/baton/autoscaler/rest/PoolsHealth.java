package io.baton.autoscaler.rest;

import io.baton.autoscaler.reconcile.AutoscalerService;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.HealthCheckResponseBuilder;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the last tick of every pool could do its work, or was another autoscaler's. */
@Readiness
@ApplicationScoped
public class PoolsHealth implements HealthCheck {
  private final AutoscalerService service;

  PoolsHealth(AutoscalerService service) {
    this.service = service;
  }

  @Override
  public HealthCheckResponse call() {
    HealthCheckResponseBuilder answer = HealthCheckResponse.named("pools").up();
    service
        .workers()
        .forEach(
            worker ->
                worker
                    .status()
                    .problem()
                    .ifPresent(p -> answer.down().withData(worker.pool().value(), p)));
    return answer.build();
  }
}
