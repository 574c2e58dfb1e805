package io.baton.autoscaler.saladcloud;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.baton.autoscaler.pool.InstanceState;
import java.util.Locale;
import java.util.Optional;

/** SaladCloud's ContainerGroupInstanceState, in the order in which an instance goes through it. */
enum GroupInstanceState {
  ALLOCATING(InstanceState.PENDING, "SaladCloud looks for a machine"),
  DOWNLOADING(InstanceState.PENDING, "its machine downloads the image"),
  CREATING(InstanceState.PENDING, "its machine starts the container"),
  /**
   * One that SaladCloud did not document when this was written: all that is known is that it is.
   */
  UNKNOWN(InstanceState.PENDING, "SaladCloud calls its state something new"),
  RUNNING(InstanceState.RUNNING, null),
  STOPPING(InstanceState.STOPPING, null);

  private final InstanceState means;
  private final String obstacle;

  GroupInstanceState(InstanceState means, String obstacle) {
    this.means = means;
    this.obstacle = obstacle;
  }

  @JsonCreator
  static GroupInstanceState of(String word) {
    for (GroupInstanceState state : values()) {
      if (state.name().toLowerCase(Locale.ROOT).equals(word)) {
        return state;
      }
    }
    return UNKNOWN;
  }

  InstanceState means() {
    return means;
  }

  /** Why an instance in this state does not run. */
  Optional<String> obstacle() {
    return Optional.ofNullable(obstacle);
  }
}
