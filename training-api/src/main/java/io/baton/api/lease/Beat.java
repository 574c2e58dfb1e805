package io.baton.api.lease;

import io.baton.protocol.work.Heartbeat;
import io.baton.protocol.work.HeartbeatAnswer;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** A heartbeat that waits for its answer. */
record Beat(LeaseToken token, Heartbeat heartbeat, CompletableFuture<HeartbeatAnswer> answer) {
  Beat(LeaseToken token, Heartbeat heartbeat) {
    this(token, heartbeat, new CompletableFuture<>());
  }

  String job() {
    return token.job().value();
  }

  /** Until the trainer runs, a node does not know it; the one the attempt started from stays. */
  OptionalInt knownStep() {
    return switch (heartbeat.phase()) {
      case PREPARING, FETCHING_MODEL, LOADING_MODEL, PREPARING_DATA, GENERATING_CLASS_IMAGES ->
          OptionalInt.empty();
      case TRAINING, VALIDATING, SAVING, UPLOADING, DRAINING -> OptionalInt.of(heartbeat.step());
    };
  }
}
