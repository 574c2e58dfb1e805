package io.baton.node.attempt;

import io.baton.node.api.AttemptCalls;
import io.baton.node.clock.NodeClock;
import io.baton.node.failure.AttemptFailedException;
import io.baton.node.failure.LeaseLostException;
import io.baton.node.stop.StopKind;
import io.baton.node.stop.StopOrder;
import io.baton.node.stop.StopOrders;
import io.baton.node.stop.StoppableWork;
import io.baton.node.stop.WorkStoppedException;
import io.baton.protocol.checkpoint.StoredFile;
import io.baton.protocol.client.RefusedException;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.work.Completion;
import io.baton.protocol.work.Failure;
import io.baton.protocol.work.FailureClass;
import io.baton.protocol.work.Release;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;

/** Tells the API how the attempt ended, while the lease lives. */
final class AttemptReports {
  private static final Logger LOG = System.getLogger(AttemptReports.class.getName());
  private static final int MAX_SENTENCE = 2000;

  /** For giving a job back when no other time is left. */
  private static final Duration LAST_CALL = Duration.ofSeconds(2);

  private final AttemptCalls calls;
  private final StopOrders orders;
  private final NodeClock clock;

  AttemptReports(AttemptCalls calls, StopOrders orders, NodeClock clock) {
    this.calls = calls;
    this.orders = orders;
    this.clock = clock;
  }

  AttemptEnd complete(int step, List<StoredFile> artifact) throws InterruptedException {
    try {
      return tell(
          orders, AttemptEnd.COMPLETED, () -> calls.complete(new Completion(step, artifact)));
    } catch (RefusedException e) {
      if (e.code() == ErrorCode.CONFLICT) {
        LOG.log(Level.INFO, () -> "Not completed: " + e.getMessage());
        return AttemptEnd.CANCELED;
      }
      return fail(
          FailureClass.STORAGE_DOWN, "The LoRA was not accepted: " + e.getMessage(), List.of());
    }
  }

  AttemptEnd fail(FailureClass failureClass, String sentence, List<String> logTail)
      throws InterruptedException {
    LOG.log(Level.WARNING, () -> "Failed (" + failureClass + "): " + sentence);
    Failure failure = new Failure(failureClass, limited(sentence), logTail);
    return toldOrRefused(orders, AttemptEnd.FAILED, () -> calls.fail(failure));
  }

  /** Gives the job back; the end says whether all that was written is in storage. */
  AttemptEnd release(String reason, int step, AttemptEnd end) throws InterruptedException {
    Release release = new Release(limited(reason), step);
    // The drain's own time may be over; the job is worth a last call all the same.
    StopOrders lastCall =
        StopOrders.beginningWith(StopOrder.drain(reason, clock.nanos(), LAST_CALL), clock);
    return toldOrRefused(lastCall, end, () -> calls.release(release));
  }

  private interface Call {
    void make() throws LeaseLostException, InterruptedException;
  }

  private AttemptEnd toldOrRefused(StopOrders until, AttemptEnd end, Call call)
      throws InterruptedException {
    try {
      return tell(until, end, call);
    } catch (RefusedException e) {
      LOG.log(Level.WARNING, () -> "The API did not accept " + end + ": " + e.getMessage());
      return AttemptEnd.LAPSED;
    }
  }

  private static AttemptEnd tell(StopOrders until, AttemptEnd end, Call call)
      throws InterruptedException {
    try {
      return new StoppableWork(until)
          .untilGivenUp(
              () -> {
                call.make();
                return end;
              });
    } catch (LeaseLostException e) {
      LOG.log(Level.WARNING, () -> "The lease is lost: " + e.getMessage());
      return AttemptEnd.LEASE_LOST;
    } catch (WorkStoppedException e) {
      return e.order().kind() == StopKind.CANCEL ? AttemptEnd.CANCELED : AttemptEnd.LAPSED;
    } catch (AttemptFailedException e) {
      throw new IllegalStateException("a call to the API is not a failure of the attempt", e);
    }
  }

  /** A trainer's sentence may be anything; the contract's has a length and no null characters. */
  private static String limited(String sentence) {
    String clean = sentence.replace('\0', ' ').strip();
    if (clean.isEmpty()) {
      return "No reason was given.";
    }
    return clean.length() > MAX_SENTENCE ? clean.substring(0, MAX_SENTENCE) : clean;
  }
}
