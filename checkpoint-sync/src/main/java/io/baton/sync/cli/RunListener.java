package io.baton.sync.cli;

import io.baton.sync.SyncException;
import io.baton.sync.upload.CheckpointListener;
import io.baton.sync.upload.CommittedCheckpoint;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Says what the sync does, here and to a webhook. */
record RunListener(Output output, Optional<RunEvents> events) implements CheckpointListener {
  @Override
  public void uploading(int step) {
    output.say(
        "Uploading checkpoint " + step + ".", Output.fields("event", "uploading", "step", step));
  }

  @Override
  public void uploaded(CommittedCheckpoint checkpoint) {
    output.say(
        "Checkpoint %d is stored (%s, %s sent)."
            .formatted(
                checkpoint.step(),
                Sizes.text(checkpoint.bytes()),
                Sizes.text(checkpoint.sentBytes())),
        Output.fields(
            "event",
            "uploaded",
            "step",
            checkpoint.step(),
            "bytes",
            checkpoint.bytes(),
            "sentBytes",
            checkpoint.sentBytes(),
            "manifest",
            checkpoint.manifestKey().value(),
            "manifestSha256",
            checkpoint.manifestSha256().hex()));
    events.ifPresent(told -> told.uploaded(checkpoint));
  }

  @Override
  public void retrying(int step, SyncException failure, Duration wait) {
    say("retrying", step, "; trying again", failure);
  }

  @Override
  public void failed(int step, SyncException failure) {
    say("failed", step, "", failure);
  }

  private void say(String event, int step, String more, SyncException failure) {
    Map<String, Object> fields = Output.errorFields(failure);
    fields.put("event", event);
    fields.put("step", step);
    output.say(
        "Checkpoint " + step + " is not stored yet" + more + ": " + failure.getMessage(), fields);
  }

  @Override
  public void skipped(int step, int newerStep) {
    output.say(
        "Checkpoint " + step + " is left out, " + newerStep + " is newer.",
        Output.fields("event", "skipped", "step", step, "newerStep", newerStep));
  }

  @Override
  public void abandoned(int step, int newerStep) {
    output.say(
        "The upload of checkpoint " + step + " is broken off, " + newerStep + " is newer.",
        Output.fields("event", "abandoned", "step", step, "newerStep", newerStep));
  }

  @Override
  public void vanished(int step) {
    output.say(
        "Checkpoint " + step + " was deleted before it was stored.",
        Output.fields("event", "vanished", "step", step));
  }

  @Override
  public void incomplete(int step, List<String> missing) {
    output.say(
        "Checkpoint "
            + step
            + " is not complete and not stored: there is no "
            + String.join(", no ", missing)
            + ".",
        Output.fields("event", "incomplete", "step", step, "missing", missing));
  }
}
