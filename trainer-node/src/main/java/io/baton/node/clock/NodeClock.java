package io.baton.node.clock;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A clock that only goes forward. Its readings mean something only as differences; they may
 * overflow, so compare {@code a - b} with zero.
 */
public interface NodeClock {
  /** The clock of this machine. */
  NodeClock SYSTEM =
      new NodeClock() {
        @Override
        public long nanos() {
          return System.nanoTime();
        }

        @Override
        @SuppressWarnings("WaitNotInLoop")
        public void await(Condition condition, long deadlineNanos) throws InterruptedException {
          condition.awaitNanos(deadlineNanos - nanos());
        }
      };

  /** A reading in nanoseconds. */
  long nanos();

  /**
   * Waits until the condition is signaled, this clock reads the deadline, or neither: callers look
   * again. The caller holds the condition's lock.
   */
  void await(Condition condition, long deadlineNanos) throws InterruptedException;

  /** The reading after a while. */
  default long after(Duration duration) {
    return nanos() + duration.toNanos();
  }

  default boolean hasReached(long deadlineNanos) {
    return nanos() - deadlineNanos >= 0;
  }

  /** Waits until this clock has advanced so far. */
  default void pause(Duration duration) throws InterruptedException {
    long deadline = after(duration);
    Lock lock = new ReentrantLock();
    Condition never = lock.newCondition();
    lock.lockInterruptibly();
    try {
      while (!hasReached(deadline)) {
        await(never, deadline);
      }
    } finally {
      lock.unlock();
    }
  }

  /** The earlier of two readings. */
  static long earlier(long nanos, long otherNanos) {
    return nanos - otherNanos <= 0 ? nanos : otherNanos;
  }
}
