package io.baton.autoscaler.rest;

import io.baton.autoscaler.reconcile.AutoscalerService;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Ready once the last tick knew the demand and could act on it. */
@Readiness
@ApplicationScoped
public class DemandHealth implements HealthCheck {
  private final AutoscalerService service;

  DemandHealth(AutoscalerService service) {
    this.service = service;
  }

  @Override
  public HealthCheckResponse call() {
    return service
        .reconciler()
        .problem()
        .map(p -> HealthCheckResponse.named("pool").down().withData("problem", p).build())
        .orElseGet(() -> HealthCheckResponse.up("pool"));
  }
}
