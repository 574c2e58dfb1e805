package io.baton.cli.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.event.EventType;
import io.baton.protocol.event.JobEvent;
import io.baton.protocol.job.JobId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CheckpointRunsTest {
  private static JobEvent event(long sequence, EventType type, int step, String text) {
    return new JobEvent(
        sequence,
        new JobId("job-1"),
        type,
        Instant.EPOCH,
        Optional.empty(),
        Optional.empty(),
        Optional.of(step),
        text);
  }

  @Test
  void checkpoints_in_a_row_are_one_line_and_everything_else_stays() {
    List<JobEvent> events =
        List.of(
            event(1, EventType.STARTED, 0, "Started."),
            event(2, EventType.CHECKPOINT, 10, "Checkpoint at step 10 committed."),
            event(3, EventType.CHECKPOINT, 20, "Checkpoint at step 20 committed."),
            event(4, EventType.CHECKPOINT, 30, "Checkpoint at step 30 committed."),
            event(5, EventType.INTERRUPTED, 30, "Lost."),
            event(6, EventType.CHECKPOINT, 40, "Checkpoint at step 40 committed."));

    assertThat(CheckpointRuns.of(events))
        .extracting(CheckpointRuns::text)
        .containsExactly(
            "Started.",
            "Checkpoint at step 30 committed. 2 more before it, from step 10.",
            "Lost.",
            "Checkpoint at step 40 committed.");
  }
}
