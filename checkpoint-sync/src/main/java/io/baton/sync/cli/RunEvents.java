package io.baton.sync.cli;

import io.baton.sync.SyncException;
import io.baton.sync.manifest.Manifest;
import io.baton.sync.manifest.ManifestFile;
import io.baton.sync.retry.Deadline;
import io.baton.sync.store.ListableStore;
import io.baton.sync.store.ObjectKey;
import io.baton.sync.upload.CommittedCheckpoint;
import io.baton.sync.webhook.WebhookEvent;
import io.baton.sync.webhook.Webhooks;
import io.baton.sync.webhook.Webhooks.Undelivered;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Tells a webhook's receiver of each stored checkpoint and of the run's end. */
final class RunEvents {
  private final Webhooks webhooks;
  private final ObjectKey run;
  private final String store;
  private final Clock clock;
  private volatile Optional<Integer> lastStep = Optional.empty();

  /**
   * Of one run.
   *
   * @param run its prefix in the store
   */
  RunEvents(Webhooks webhooks, ObjectKey run, ListableStore store, Clock clock) {
    this.webhooks = webhooks;
    this.run = run;
    this.store = store.toString();
    this.clock = clock;
  }

  void uploaded(CommittedCheckpoint checkpoint) {
    int step = checkpoint.step();
    lastStep = Optional.of(step);
    Map<String, Object> data = data();
    data.put("step", step);
    data.put("bytes", checkpoint.bytes());
    data.put("sentBytes", checkpoint.sentBytes());
    data.put("manifest", checkpoint.manifestKey().value());
    data.put("manifestSha256", checkpoint.manifestSha256().hex());
    data.put("text", "Checkpoint " + step + " is stored.");
    send("checkpoint-" + step, "run.checkpoint", data);
  }

  /** The last event. */
  void ended(RunEnd end) {
    Map<String, Object> data = data();
    data.put("exitCode", end.exitCode());
    lastStep.ifPresent(step -> data.put("step", step));
    data.put(
        "artifact",
        end.artifact().map(Manifest::files).orElse(List.of()).stream()
            .map(RunEvents::file)
            .toList());
    data.put("stored", end.failure().isEmpty());
    data.put(
        "text",
        end.failure()
            .map(SyncException::getMessage)
            .orElse("The run ended with exit code " + end.exitCode() + "; everything is stored."));
    send("ended", "run.ended", data);
  }

  private static Map<String, Object> file(ManifestFile file) {
    return Output.fields(
        "path",
        file.path().value(),
        "size",
        file.size(),
        "sha256",
        file.sha256().hex(),
        "key",
        file.key().value());
  }

  private Map<String, Object> data() {
    return Output.fields("run", run.value(), "store", store);
  }

  private void send(String what, String type, Map<String, Object> data) {
    String id = "evt_" + run.value().replace('/', '-') + "-" + what;
    webhooks.send(new WebhookEvent(id, type, clock.instant().truncatedTo(ChronoUnit.MICROS), data));
  }

  /** Waits until all is delivered, and says what is not. */
  void finish(Deadline deadline, Output output) {
    try {
      webhooks.finish(deadline).ifPresent(rest -> say(rest, output));
    } catch (InterruptedException e) {
      throw SyncException.interrupted("sending the last webhooks", e);
    }
  }

  private static void say(Undelivered rest, Output output) {
    List<String> names =
        rest.events().stream()
            .map(
                event ->
                    event.type()
                        + (event.data().containsKey("step") ? " " + event.data().get("step") : ""))
            .toList();
    output.say(
        "The webhook's receiver did not get "
            + names.stream().collect(Collectors.joining(", "))
            + ": "
            + rest.why()
            + ".",
        Output.fields(
            "event",
            "webhooks-undelivered",
            "ids",
            rest.events().stream().map(WebhookEvent::id).toList(),
            "message",
            rest.why()));
  }
}
