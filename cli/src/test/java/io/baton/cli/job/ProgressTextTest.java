package io.baton.cli.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.job.JobStatus;
import io.baton.protocol.work.Phase;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgressTextTest {
  @Test
  void a_training_job_shows_step_loss_speed_time_left_and_node() {
    assertThat(ProgressText.facts(SampleJob.training(20, 20).job()))
        .isEqualTo("step 20/60  loss 0.1235  4.0 steps/s  10.0 s left  local-1");
  }

  @Test
  void a_job_that_does_not_train_yet_shows_what_its_node_does() {
    assertThat(
            ProgressText.facts(
                SampleJob.training(0, null).in(JobStatus.RUNNING, Phase.LOADING_MODEL).job()))
        .isEqualTo("step 0/60  loading the base model  local-1");
  }

  @Test
  void a_job_without_a_node_shows_its_status() {
    assertThat(ProgressText.facts(SampleJob.training(25, 20).in(JobStatus.INTERRUPTED, null).job()))
        .isEqualTo("step 25/60  interrupted");
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 60, 80, 200})
  void the_line_never_wraps(int columns) {
    String line = ProgressText.line(SampleJob.training(33, 30).job(), columns);

    assertThat(line.length()).isLessThan(columns);
  }

  @Test
  void the_bar_is_full_at_the_last_step_only() {
    assertThat(ProgressText.bar(0, 60, 10)).isEqualTo(" ".repeat(10));
    assertThat(ProgressText.bar(30, 60, 10)).isEqualTo("█".repeat(5) + " ".repeat(5));
    assertThat(ProgressText.bar(59, 60, 10)).endsWith("▊");
    assertThat(ProgressText.bar(60, 60, 10)).isEqualTo("█".repeat(10));
  }
}
