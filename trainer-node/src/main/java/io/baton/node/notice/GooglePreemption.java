package io.baton.node.notice;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/**
 * Google Compute Engine's preemption of Spot and preemptible machines (Compute Engine
 * documentation, "Spot VMs": {@code instance/preempted} is TRUE from the begin of the 30 s that are
 * left).
 */
public final class GooglePreemption implements InterruptionNotice {
  /** For servers that do not wait, and between a change and the next. */
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private static final Duration LEFT = Duration.ofSeconds(30);

  private final GoogleMetadataKey preempted;

  public GooglePreemption(Metadata metadata) {
    this.preempted = new GoogleMetadataKey(metadata, "preempted");
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
    String value = preempted.next();
    return switch (value) {
      case "TRUE" -> Optional.of(new Notice("Google preempts this machine.", Optional.of(LEFT)));
      case "FALSE" -> Optional.empty();
      default -> throw new IOException("it tells that preempted is '" + value + "'");
    };
  }
}
