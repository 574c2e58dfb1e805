package io.baton.cli.demo;

import io.baton.cli.terminal.Words;
import io.baton.protocol.event.JobEvent;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.AttemptOutcome;
import io.baton.protocol.job.AttemptRecord;
import io.baton.protocol.job.Job;
import io.baton.protocol.job.JobStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Judges what was seen. It does no I/O. */
final class Verdict {
  private Verdict() {}

  /** Whether the killed job went the way that the promises say. */
  static List<Finding> ofKilled(DemoPlan plan, JobRecord record, List<Kill> kills) {
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < plan.killAt().size(); i++) {
      int planned = plan.killAt().get(i);
      if (i < kills.size()) {
        findings.add(killed(planned, kills.get(i), record));
        findings.add(resumed(kills.get(i), record));
      } else {
        findings.add(
            new Finding(
                false,
                "A node was killed at step " + planned,
                "the job was never seen training between two checkpoints from there on"));
      }
    }
    findings.add(completed(record.job(), plan.steps()));
    findings.add(
        new Finding(
            record.job().failures() == 0 && record.job().interruptions() == kills.size(),
            "Interruptions were not counted as failures",
            Words.count(record.job().interruptions(), "interruption")
                + ", "
                + Words.count(record.job().failures(), "failure")));
    return findings;
  }

  private static Finding killed(int planned, Kill kill, JobRecord record) {
    Optional<AttemptOutcome> outcome =
        record.attempt(kill.attempt().number()).flatMap(AttemptRecord::outcome);
    return new Finding(
        outcome.equals(Optional.of(AttemptOutcome.LOST)),
        "Node %s was killed between two checkpoints, as planned for step %d"
            .formatted(kill.node(), planned),
        "at step %d, attempt %s %s"
            .formatted(
                kill.seenStep(),
                kill.attempt(),
                outcome.map(AttemptOutcome::wireName).orElse("has no outcome")));
  }

  private static Finding resumed(Kill kill, JobRecord record) {
    Attempt next = new Attempt(kill.attempt().number() + 1);
    String claim = "Another node went on from the last committed checkpoint";
    return record
        .attempt(next.number())
        .map(
            attempt -> {
              int committed = record.lastCommittedBefore(next);
              boolean held =
                  !attempt.node().equals(kill.node()) && attempt.resumedFromStep() == committed;
              return new Finding(
                  held,
                  claim,
                  "node %s from step %d, committed was %d"
                      .formatted(attempt.node(), attempt.resumedFromStep(), committed));
            })
        .orElseGet(() -> new Finding(false, claim, "there is no attempt " + next));
  }

  /** Whether the second run was what the first is compared with. */
  static List<Finding> ofUndisturbed(DemoPlan plan, JobRecord record) {
    return List.of(
        completed(record.job(), plan.steps()),
        new Finding(
            record.attempts().size() == 1,
            "The second run was not disturbed",
            Words.count(record.attempts().size(), "attempt")));
  }

  private static Finding completed(Job job, int steps) {
    return new Finding(
        job.status() == JobStatus.COMPLETED && job.progress().step() == steps,
        "Job " + job.id() + " completed",
        "%s at step %d of %d%s"
            .formatted(
                job.status().wireName(),
                job.progress().step(),
                steps,
                job.reason().map(reason -> ": " + reason).orElse("")));
  }

  /** Whether every event that webhooks carry came, signed and in order. */
  static Finding ofWebhooks(JobRecord record, List<ReceivedWebhook> received) {
    List<Long> expected =
        record.events().stream().filter(e -> e.type().sent()).map(JobEvent::sequence).toList();
    List<ReceivedWebhook> ours =
        received.stream().filter(w -> w.job().equals(record.job().id().value())).toList();
    // At least once: a webhook that comes again has the id of its first coming.
    List<Long> firstComings = new ArrayList<>();
    List<String> seen = new ArrayList<>();
    for (ReceivedWebhook webhook : ours) {
      if (!seen.contains(webhook.id())) {
        seen.add(webhook.id());
        firstComings.add(webhook.sequence());
      }
    }
    boolean verified = ours.stream().allMatch(ReceivedWebhook::verified);
    return new Finding(
        verified && firstComings.equals(expected) && !expected.isEmpty(),
        "Webhooks of job " + record.job().id() + " came, signed and in order",
        "%d of %d events, %s, %s"
            .formatted(
                firstComings.size(),
                expected.size(),
                verified ? "all signatures verified" : "a signature is wrong",
                firstComings.equals(expected) ? "in order" : "not those or not in that order"));
  }
}
