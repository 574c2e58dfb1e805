package io.baton.node.agent;

import io.baton.protocol.client.ApiEndpoint;
import io.baton.protocol.client.ApiException;
import io.baton.protocol.client.WorkClient;
import io.baton.protocol.work.Grant;
import io.baton.protocol.work.WorkRequest;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/**
 * Asks for work and lets the API wait for some. A stop closes the connection: the API then gives
 * nobody a job, or takes the one back that was on its way. A grant that has come is returned, for
 * the caller to release.
 */
final class WorkPoll {
  private final WorkClient client;
  private final StopSwitch stopSwitch;

  WorkPoll(ApiEndpoint api, Duration longestWait, StopSwitch stopSwitch) {
    this.client = new WorkClient(api.withTimeout(api.timeout().plus(longestWait)));
    this.stopSwitch = stopSwitch;
  }

  /**
   * Returns once there is an answer.
   *
   * @throws ApiException also when a stop ended the wait
   */
  Optional<Grant> ask(WorkRequest request) throws InterruptedException {
    FutureTask<Optional<Grant>> call = new FutureTask<>(() -> client.claim(request));
    Thread thread = new Thread(call, "work-poll");
    thread.setDaemon(true);
    thread.start();
    try (StopSwitch.Interest interest = stopSwitch.whenNoWorkIsWanted(thread::interrupt)) {
      return call.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IllegalStateException(e.getCause());
    } finally {
      thread.interrupt();
    }
  }
}
