package io.baton.sync.cli;

import io.baton.sync.SyncException;
import io.baton.sync.restore.Rejection;
import io.baton.sync.retry.Deadline;
import io.baton.sync.retry.Retry;
import java.time.Duration;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all commands take. */
final class CommonOptions {
  @Mixin StoreOptions store = new StoreOptions();

  @Mixin TransferOptions transfer = new TransferOptions();

  @Option(names = "--json", description = "one JSON object a line instead of sentences")
  boolean json;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "how long storage that fails is tried again (default: ${DEFAULT-VALUE})")
  int timeoutSeconds;

  Deadline deadline() {
    return Deadline.after(Duration.ofSeconds(timeoutSeconds));
  }

  /** Tells of each failure that is tried again. */
  Retry retry(Output output) {
    return Retry.standard().observedBy((failure, wait) -> retrying(output, failure, wait));
  }

  private static void retrying(Output output, SyncException failure, Duration wait) {
    output.say(
        "%s Trying again in %.1f s.".formatted(failure.getMessage(), wait.toMillis() / 1000.0),
        Output.fields(
            "event",
            "retrying",
            "code",
            failure.error().code(),
            "waitMillis",
            wait.toMillis(),
            "message",
            failure.getMessage()));
  }

  static void rejected(Output output, Rejection rejection) {
    output.say(
        "Checkpoint "
            + rejection.candidate().step()
            + " does not verify: "
            + rejection.reason().getMessage(),
        Output.fields(
            "event",
            "rejected",
            "step",
            rejection.candidate().step(),
            "manifest",
            rejection.candidate().manifestKey().value(),
            "code",
            rejection.reason().error().code(),
            "message",
            rejection.reason().getMessage()));
  }
}
