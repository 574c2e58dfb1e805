package io.baton.node.api;

import io.baton.node.clock.NodeClock;
import io.baton.node.failure.LeaseLostException;
import io.baton.node.stop.StopOrder;
import io.baton.node.stop.StopOrders;
import io.baton.protocol.checkpoint.CheckpointCommit;
import io.baton.protocol.client.ApiException;
import io.baton.protocol.client.RefusedException;
import io.baton.protocol.client.UnreachableException;
import io.baton.protocol.client.WorkClient;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.sample.SampleCommit;
import io.baton.protocol.problem.ErrorCode;
import io.baton.protocol.storage.AccessMethod;
import io.baton.protocol.storage.AccessRequest;
import io.baton.protocol.storage.PartRequest;
import io.baton.protocol.storage.Upload;
import io.baton.protocol.storage.UploadCompletion;
import io.baton.protocol.storage.UploadStart;
import io.baton.protocol.work.Completion;
import io.baton.protocol.work.Failure;
import io.baton.protocol.work.Release;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * The calls about one attempt. Those that end it are tried again for as long as the caller lets
 * them: interrupt the calling thread to end that. All may be repeated: the API answers a repetition
 * as it answered the first, or with lease-lost.
 */
public final class AttemptCalls {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final WorkClient client;
  private final JobId job;
  private final Attempt attempt;
  private final NodeClock clock;
  private final ApiReachability reachability;

  public AttemptCalls(
      WorkClient client,
      JobId job,
      Attempt attempt,
      NodeClock clock,
      ApiReachability reachability) {
    this.client = client;
    this.job = job;
    this.attempt = attempt;
    this.clock = clock;
    this.reachability = reachability;
  }

  /**
   * Records a checkpoint; tries once.
   *
   * @throws ApiException if it is not known to be recorded
   */
  public void commitOnce(CheckpointCommit commit) {
    client.commit(job, attempt, commit);
  }

  /**
   * Records sample images; tries once.
   *
   * @throws ApiException if they are not known to be recorded
   */
  public void samplesOnce(SampleCommit commit) {
    client.samples(job, attempt, commit);
  }

  /**
   * A URL for one thing to do with one object; tries once.
   *
   * @throws IOException if the API cannot be reached or cannot sign now
   */
  public URI signOnce(AccessMethod method, String key) throws IOException, InterruptedException {
    AccessRequest request = new AccessRequest(List.of(new AccessRequest.ObjectAccess(key, method)));
    return once(() -> client.access(job, attempt, request).urls().get(0).url());
  }

  /**
   * Starts to upload an object in parts; tries once.
   *
   * @throws IOException if the API cannot be reached or cannot start it now
   */
  public Upload startUploadOnce(UploadStart start) throws IOException, InterruptedException {
    return once(() -> client.startUpload(job, attempt, start));
  }

  /** A URL for one part of an upload, as {@link #signOnce} is for an object. */
  public URI signPartOnce(Upload upload, int number) throws IOException, InterruptedException {
    PartRequest request = new PartRequest(List.of(number));
    return once(() -> client.signParts(job, attempt, upload, request).parts().get(0).url());
  }

  /** Makes the parts of an upload one object; tries once. */
  public void completeUploadOnce(Upload upload, UploadCompletion completion)
      throws IOException, InterruptedException {
    once(() -> done(() -> client.completeUpload(job, attempt, upload, completion)));
  }

  /** Gives an upload up; tries once. */
  public void abortUploadOnce(Upload upload) throws IOException, InterruptedException {
    once(() -> done(() -> client.abortUpload(job, attempt, upload)));
  }

  private <T> T once(Supplier<T> call) throws IOException, InterruptedException {
    try {
      return call.get();
    } catch (ApiException e) {
      throwIfInterrupted(e);
      if (e.retryable()) {
        throw new IOException(e.getMessage(), e);
      }
      throw e;
    }
  }

  /** Orders the attempt to stop if that is what a failed call says. */
  public void orderStopIfLeaseLost(ApiException failure, StopOrders orders) {
    if (leaseLost(failure)) {
      orders.give(StopOrder.leaseLost(failure.getMessage(), clock.nanos()));
    }
  }

  public void complete(Completion completion)
      throws LeaseLostException, RefusedException, InterruptedException {
    untilAnswered(() -> done(() -> client.complete(job, attempt, completion)));
  }

  public void fail(Failure failure)
      throws LeaseLostException, RefusedException, InterruptedException {
    untilAnswered(() -> done(() -> client.fail(job, attempt, failure)));
  }

  public void release(Release release)
      throws LeaseLostException, RefusedException, InterruptedException {
    untilAnswered(() -> done(() -> client.release(job, attempt, release)));
  }

  private <T> T untilAnswered(Supplier<T> call)
      throws LeaseLostException, RefusedException, InterruptedException {
    Backoff backoff = new Backoff(FIRST_PAUSE, LONGEST_PAUSE, RandomGenerator.getDefault());
    while (true) {
      try {
        T answer = call.get();
        reachability.answered();
        return answer;
      } catch (RefusedException e) {
        reportOrThrow(e);
      } catch (UnreachableException e) {
        throwIfInterrupted(e);
        reachability.failed(e);
      }
      clock.pause(backoff.next());
    }
  }

  private void reportOrThrow(RefusedException e) throws LeaseLostException {
    if (leaseLost(e)) {
      throw new LeaseLostException(e.getMessage());
    }
    if (!e.retryable()) {
      throw e;
    }
    reachability.failed(e);
  }

  /** Whether a refusal means that the attempt may do nothing more; so does a job that is gone. */
  public static boolean leaseLost(ApiException e) {
    return e instanceof RefusedException refused
        && (refused.code() == ErrorCode.LEASE_LOST || refused.code() == ErrorCode.NOT_FOUND);
  }

  /** The client turns an interruption into an exception of its own and leaves the flag set. */
  private static void throwIfInterrupted(ApiException e) throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException(e.getMessage());
    }
  }

  private static Boolean done(Runnable call) {
    call.run();
    return Boolean.TRUE;
  }
}
