package io.baton.sync.upload;

import java.util.Optional;

/**
 * The upload that is under way, which another thread may break off for a newer checkpoint: once in
 * a row, and not any more when its manifest is about to be sent.
 */
final class UploadInFlight {
  private Optional<Thread> thread = Optional.empty();
  private int newestSeen;
  private Optional<Integer> abandonedFor = Optional.empty();
  private boolean lastWasAbandoned;

  /**
   * The calling thread uploads.
   *
   * @param newest of the steps that there were to choose from
   */
  synchronized void begin(int newest) {
    newestSeen = newest;
    abandonedFor = Optional.empty();
    thread = lastWasAbandoned ? Optional.empty() : Optional.of(Thread.currentThread());
  }

  /** Interrupts the upload if it may be. */
  synchronized void abandonFor(int newerStep) {
    if (thread.isPresent() && newerStep > newestSeen) {
      abandonedFor = Optional.of(newerStep);
      thread.get().interrupt();
      thread = Optional.empty();
    }
  }

  /** From here on it is finished. */
  synchronized void commit() {
    thread = Optional.empty();
    if (abandonedFor.isPresent()) {
      throw new AbandonedException();
    }
  }

  /** Returns the step that it was abandoned for; an interruption meant for it is over. */
  synchronized Optional<Integer> end() {
    thread = Optional.empty();
    lastWasAbandoned = abandonedFor.isPresent();
    if (lastWasAbandoned) {
      Thread.interrupted();
    }
    return abandonedFor;
  }

  /** The interruption came when nothing was waiting for it. */
  static final class AbandonedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }
}
