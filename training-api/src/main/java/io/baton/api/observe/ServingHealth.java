package io.baton.api.observe;

import io.agroal.api.AgroalDataSource;
import io.smallrye.health.api.HealthGroup;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.SQLException;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;

/**
 * What a load balancer asks: whether requests sent here, not to another replica, can be answered.
 * Storage is no part of it: all replicas share one, and were they all left out while it is down,
 * nodes could not even renew their leases.
 */
@HealthGroup("serving")
@ApplicationScoped
public class ServingHealth implements HealthCheck {
  private static final String NAME = "database";

  private final AgroalDataSource database;

  ServingHealth(AgroalDataSource database) {
    this.database = database;
  }

  @Override
  public HealthCheckResponse call() {
    try {
      return HealthCheckResponse.named(NAME).status(database.isHealthy(false)).build();
    } catch (SQLException e) {
      return HealthCheckResponse.named(NAME).down().withData("problem", e.getMessage()).build();
    }
  }
}
