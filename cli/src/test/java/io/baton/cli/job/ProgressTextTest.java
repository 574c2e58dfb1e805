package io.baton.cli.job;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.cli.terminal.Bar;
import io.baton.cli.terminal.Sparkline;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.work.Phase;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Help.Ansi;

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
  @ValueSource(ints = {60, 80, 200})
  void no_live_line_wraps(int columns) {
    List<Double> losses = IntStream.range(0, 300).mapToObj(i -> 1.0 / (i + 1)).toList();

    List<String> lines = ProgressText.live(SampleJob.training(33, 30).job(), losses, columns);

    assertThat(lines)
        .hasSize(3)
        .allSatisfy(line -> assertThat(Ansi.OFF.string(line)).hasSizeLessThan(columns));
    assertThat(Ansi.OFF.string(lines.get(1))).contains("█").contains("▁").endsWith(" 0.1235");
    assertThat(lines.get(2)).contains("training on local-1, checkpoint 30");
  }

  @Test
  void the_bar_is_full_at_the_last_step_only() {
    assertThat(Bar.of(0, 60, 10)).isEqualTo(" ".repeat(10));
    assertThat(Bar.of(30, 60, 10)).isEqualTo("█".repeat(5) + " ".repeat(5));
    assertThat(Bar.of(59, 60, 10)).endsWith("▊");
    assertThat(Bar.of(60, 60, 10)).isEqualTo("█".repeat(10));
  }

  @Test
  void a_curve_goes_from_its_highest_to_its_lowest() {
    assertThat(Sparkline.of(List.of(8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0), 8))
        .isEqualTo("█▇▆▅▄▃▂▁");
    assertThat(Sparkline.of(List.of(1.0, 1.0), 8)).isEqualTo("▁▁");
    assertThat(Sparkline.of(List.of(), 8)).isEmpty();
    assertThat(Sparkline.of(List.of(9.0, 9.0, 1.0, 1.0), 2)).isEqualTo("█▁");
  }
}
