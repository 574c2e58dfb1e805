package io.baton.node.notice;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Google Compute Engine's maintenance events (Compute Engine documentation, "Query the metadata
 * server for maintenance event notices"). Machines with a GPU cannot be moved: they are terminated,
 * at least a minute after it is told here. A machine that is moved trains on.
 */
public final class GoogleMaintenance implements InterruptionNotice {
  private static final Duration INTERVAL = Duration.ofSeconds(1);
  private static final Duration LEFT = Duration.ofSeconds(60);

  private final GoogleMetadataKey event;

  public GoogleMaintenance(Metadata metadata) {
    this.event = new GoogleMetadataKey(metadata, "maintenance-event");
  }

  @Override
  public String origin() {
    return GoogleMetadataKey.SERVICE;
  }

  @Override
  public Duration interval() {
    return INTERVAL;
  }

  @Override
  public Optional<Notice> look() throws IOException, InterruptedException {
    String value = event.next();
    return switch (value) {
      case "TERMINATE_ON_HOST_MAINTENANCE" ->
          Optional.of(
              new Notice("Google terminates this machine for maintenance.", Optional.of(LEFT)));
      case "NONE", "MIGRATE_ON_HOST_MAINTENANCE" -> Optional.empty();
      default -> throw new IOException("it tells of a maintenance event '" + value + "'");
    };
  }
}
