package io.baton.api.lease;

import io.baton.protocol.work.Grant;
import io.baton.protocol.work.WorkRequest;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.time.Duration;
import java.util.Optional;

/** A node's request that waits for its answer. It is answered once, or its node goes away. */
final class Waiter {
  private enum State {
    IDLE,
    /** A claim is under way in its name: only its result answers it. */
    CLAIMING,
    DONE
  }

  private final WorkRequest request;
  private final UniEmitter<? super Optional<Grant>> emitter;
  private State state = State.IDLE;
  private final long arrivedAt = System.nanoTime();
  private boolean expired;
  private long claimBeganAt;

  Waiter(WorkRequest request, UniEmitter<? super Optional<Grant>> emitter) {
    this.request = request;
    this.emitter = emitter;
  }

  WorkRequest request() {
    return request;
  }

  /** Whether it has its answer or nobody waits for one. */
  synchronized boolean isDone() {
    return state == State.DONE;
  }

  /** Whether a claim may be tried in its name. */
  synchronized boolean startClaim() {
    if (state != State.IDLE) {
      return false;
    }
    state = State.CLAIMING;
    claimBeganAt = System.nanoTime();
    return true;
  }

  /** The claim found nothing. */
  void endClaim() {
    synchronized (this) {
      if (state != State.CLAIMING) {
        return;
      }
      state = expired ? State.DONE : State.IDLE;
      if (!expired) {
        return;
      }
    }
    emitter.complete(Optional.empty());
  }

  /**
   * The claim found a job.
   *
   * @return false if the node went away meanwhile
   */
  boolean answer(Grant grant) {
    Duration waited;
    synchronized (this) {
      if (!finish()) {
        return false;
      }
      waited = Duration.ofNanos(claimBeganAt - arrivedAt);
    }
    emitter.complete(Optional.of(grant.afterWaiting(waited)));
    return true;
  }

  void fail(Throwable problem) {
    if (finish()) {
      emitter.fail(problem);
    }
  }

  /** Its time is over: there was nothing, unless a claim that is under way finds something. */
  void expire() {
    synchronized (this) {
      expired = true;
      if (state != State.IDLE) {
        return;
      }
      state = State.DONE;
    }
    emitter.complete(Optional.empty());
  }

  /** Its node went away, or has its answer. */
  void leave() {
    finish();
  }

  private synchronized boolean finish() {
    boolean first = state != State.DONE;
    state = State.DONE;
    return first;
  }
}
