package io.baton.sync.cli;

import io.baton.sync.SyncException;
import io.baton.sync.retention.Committed;
import io.baton.sync.retention.SweepPlan;
import io.baton.sync.store.ObjectKey;
import io.baton.sync.store.ObjectStat;
import io.baton.sync.store.UnfinishedUpload;

/** Says what is deleted, or would be. */
record SweepReport(Output output, boolean dryRun) {
  /** In a run's output what stays is of no interest. */
  void whole(SweepPlan plan) {
    plan.retired().forEach(this::retired);
    plan.orphans().forEach(this::orphan);
    plan.unfinished().forEach(this::unfinished);
  }

  /** The storage's own rule has to remove them. */
  static void cannotList(Output output, SyncException remark) {
    output.say(
        "Unfinished uploads are left alone: " + remark.getMessage(),
        Output.fields("event", "unfinished-unknown", "message", remark.getMessage()));
  }

  void unfinished(UnfinishedUpload unfinished) {
    output.say(
        "%s: unfinished upload of %s, begun %s"
            .formatted(
                dryRun ? "would be deleted" : "deleted",
                unfinished.upload().key(),
                unfinished.startedAt()),
        Output.fields(
            "event",
            "unfinished",
            "key",
            unfinished.upload().key().value(),
            "startedAt",
            unfinished.startedAt().toString()));
  }

  void damaged(ObjectKey manifest) {
    output.say(
        "damaged, left alone: " + manifest,
        Output.fields("event", "damaged", "manifest", manifest.value()));
  }

  void kept(Committed checkpoint) {
    say("kept", checkpoint);
  }

  void retired(Committed checkpoint) {
    say(dryRun ? "would be deleted" : "deleted", checkpoint);
  }

  private void say(String what, Committed checkpoint) {
    output.say(
        what + ": checkpoint " + checkpoint.manifest().step() + "  " + checkpoint.manifestKey(),
        Output.fields(
            "event",
            what.replace(' ', '-'),
            "step",
            checkpoint.manifest().step(),
            "manifest",
            checkpoint.manifestKey().value()));
  }

  void orphan(ObjectStat object) {
    output.say(
        "%s: orphan %s (%s, of %s)"
            .formatted(
                dryRun ? "would be deleted" : "deleted",
                object.key(),
                Sizes.text(object.size()),
                object.modified()),
        Output.fields(
            "event",
            "orphan",
            "key",
            object.key().value(),
            "bytes",
            object.size(),
            "modified",
            object.modified().toString()));
  }

  void end(SweepPlan plan) {
    int objects = plan.retiredObjects().size() + plan.orphans().size();
    output.say(
        "%d checkpoints stay; %d objects with %s %s."
            .formatted(
                plan.kept().size(),
                objects,
                Sizes.text(plan.freedBytes()),
                dryRun ? "would be deleted" : "are deleted"),
        Output.fields(
            "event",
            "swept",
            "dryRun",
            dryRun,
            "kept",
            plan.kept().size(),
            "retired",
            plan.retired().size(),
            "orphans",
            plan.orphans().size(),
            "unfinished",
            plan.unfinished().size(),
            "objects",
            objects,
            "bytes",
            plan.freedBytes()));
  }
}
