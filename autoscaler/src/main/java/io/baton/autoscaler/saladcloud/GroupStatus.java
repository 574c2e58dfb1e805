package io.baton.autoscaler.saladcloud;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Locale;

/** SaladCloud's ContainerGroupStatus. */
enum GroupStatus {
  /** Its image is being prepared; it cannot be started yet. */
  PENDING(true),
  /** Started; no instance runs yet. */
  DEPLOYING(true),
  /** At least one instance runs. */
  RUNNING(true),
  /** Not started; instances may still run for a while. */
  STOPPED(false),
  /** Every container ended by itself. */
  SUCCEEDED(false),
  /** Its image could not be prepared. */
  FAILED(false),
  /** One that SaladCloud did not document when this was written. */
  UNKNOWN(true);

  private final boolean keepsReplicas;

  GroupStatus(boolean keepsReplicas) {
    this.keepsReplicas = keepsReplicas;
  }

  @JsonCreator
  static GroupStatus of(String word) {
    for (GroupStatus status : values()) {
      if (status.name().toLowerCase(Locale.ROOT).equals(word)) {
        return status;
      }
    }
    return UNKNOWN;
  }

  /** Whether SaladCloud runs, or is going to run, as many instances as the group has replicas. */
  boolean keepsReplicas() {
    return keepsReplicas;
  }
}
