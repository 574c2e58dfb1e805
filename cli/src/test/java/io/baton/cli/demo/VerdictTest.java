package io.baton.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.cli.job.SampleJob;
import io.baton.protocol.event.EventType;
import io.baton.protocol.event.JobEvent;
import io.baton.protocol.job.Attempt;
import io.baton.protocol.job.AttemptOutcome;
import io.baton.protocol.job.AttemptRecord;
import io.baton.protocol.job.JobId;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.node.NodeId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Each promise of the demonstration can be seen not to hold. */
class VerdictTest {
  private static final DemoPlan PLAN = new DemoPlan(60, 10, List.of(25));
  private static final Kill KILL =
      new Kill(25, 26, new Attempt(1), new NodeId("local-1"), 4242, SampleJob.CREATED);

  @Test
  void a_run_as_promised_holds() {
    assertThat(Verdict.ofKilled(PLAN, record(20, "local-2", 0), List.of(KILL)))
        .hasSize(4)
        .allMatch(Finding::held);
  }

  @Test
  void a_job_that_was_carried_back_to_the_start_does_not_hold() {
    assertThat(broken(record(0, "local-2", 0), KILL))
        .containsExactly("Another node went on from the last committed checkpoint");
  }

  @Test
  void the_same_node_is_not_another_node() {
    assertThat(broken(record(20, "local-1", 0), KILL))
        .containsExactly("Another node went on from the last committed checkpoint");
  }

  @Test
  void an_interruption_that_was_counted_as_a_failure_does_not_hold() {
    assertThat(broken(record(20, "local-2", 1), KILL))
        .containsExactly("Interruptions were not counted as failures");
  }

  @Test
  void a_kill_that_never_happened_does_not_hold() {
    assertThat(Verdict.ofKilled(PLAN, record(20, "local-2", 0), List.of()))
        .filteredOn(finding -> !finding.held())
        .map(Finding::claim)
        .contains("A node was killed at step 25");
  }

  @Test
  void webhooks_hold_only_whole_in_order_and_signed() {
    JobRecord record = record(20, "local-2", 0);
    List<ReceivedWebhook> all = new ArrayList<>();
    record.events().stream()
        .filter(event -> event.type().sent())
        .forEach(event -> all.add(webhook(event.sequence(), true)));

    assertThat(Verdict.ofWebhooks(record, all).held()).isTrue();

    List<ReceivedWebhook> twice = new ArrayList<>(all);
    twice.add(1, all.get(0));
    assertThat(Verdict.ofWebhooks(record, twice).held()).as("at least once").isTrue();

    assertThat(Verdict.ofWebhooks(record, all.subList(1, all.size())).held()).isFalse();

    List<ReceivedWebhook> swapped = new ArrayList<>(all);
    swapped.set(0, all.get(1));
    swapped.set(1, all.get(0));
    assertThat(Verdict.ofWebhooks(record, swapped).held()).isFalse();

    List<ReceivedWebhook> forged = new ArrayList<>(all);
    forged.set(0, webhook(all.get(0).sequence(), false));
    assertThat(Verdict.ofWebhooks(record, forged).held()).isFalse();
  }

  private static List<String> broken(JobRecord record, Kill kill) {
    return Verdict.ofKilled(PLAN, record, List.of(kill)).stream()
        .filter(finding -> !finding.held())
        .map(Finding::claim)
        .toList();
  }

  private static JobRecord record(int resumedFrom, String secondNode, int failures) {
    return new JobRecord(
        SampleJob.training(60, 60).in(JobStatus.COMPLETED, null).counted(failures, 1).job(),
        List.of(
            attempt(1, "local-1", 0, 26, AttemptOutcome.LOST),
            attempt(2, secondNode, resumedFrom, 60, AttemptOutcome.COMPLETED)),
        List.of(
            event(1, EventType.SUBMITTED, 1, 0),
            event(2, EventType.STARTED, 1, 0),
            event(3, EventType.CHECKPOINT, 1, 10),
            event(4, EventType.CHECKPOINT, 1, 20),
            event(5, EventType.INTERRUPTED, 1, 26),
            event(6, EventType.STARTED, 2, 20),
            event(7, EventType.CHECKPOINT, 2, 30),
            event(8, EventType.COMPLETED, 2, 60)));
  }

  private static AttemptRecord attempt(
      int number, String node, int from, int to, AttemptOutcome outcome) {
    return new AttemptRecord(
        new Attempt(number),
        new NodeId(node),
        SampleJob.CREATED,
        Optional.of(SampleJob.CREATED.plusSeconds(10)),
        Optional.of(outcome),
        Optional.empty(),
        from,
        to,
        Optional.empty(),
        0,
        Optional.empty(),
        Optional.empty());
  }

  private static JobEvent event(long sequence, EventType type, int attempt, int step) {
    return new JobEvent(
        sequence,
        new JobId("job-1"),
        type,
        SampleJob.CREATED,
        Optional.of(new Attempt(attempt)),
        Optional.empty(),
        Optional.of(step),
        "text");
  }

  private static ReceivedWebhook webhook(long sequence, boolean verified) {
    return new ReceivedWebhook(
        "id-" + sequence, "job.x", "job-1", sequence, verified, SampleJob.CREATED);
  }
}
