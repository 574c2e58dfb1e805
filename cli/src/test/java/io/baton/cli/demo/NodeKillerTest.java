package io.baton.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.cli.job.SampleJob;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.work.Phase;
import org.junit.jupiter.api.Test;

class NodeKillerTest {
  @Test
  void the_node_is_killed_at_the_planned_step_or_the_first_seen_after_it() {
    assertThat(NodeKiller.isDue(SampleJob.training(24, 20).job(), 25, 10)).isFalse();
    assertThat(NodeKiller.isDue(SampleJob.training(25, 20).job(), 25, 10)).isTrue();
    assertThat(NodeKiller.isDue(SampleJob.training(28, 20).job(), 25, 10)).isTrue();
  }

  @Test
  void never_at_a_checkpoint_nor_right_after_it_before_it_is_committed() {
    assertThat(NodeKiller.isDue(SampleJob.training(30, 20).job(), 25, 10)).isFalse();
    assertThat(NodeKiller.isDue(SampleJob.training(30, 30).job(), 25, 10)).isFalse();
    assertThat(NodeKiller.isDue(SampleJob.training(31, 20).job(), 27, 10)).isFalse();
    assertThat(NodeKiller.isDue(SampleJob.training(31, 30).job(), 27, 10)).isTrue();
  }

  @Test
  void where_training_outruns_the_uploads_the_kill_comes_all_the_same() {
    assertThat(NodeKiller.isDue(SampleJob.training(33, 10).job(), 25, 10)).isTrue();
  }

  @Test
  void before_the_first_checkpoint_there_is_none_to_wait_for() {
    assertThat(NodeKiller.isDue(SampleJob.training(5, null).job(), 5, 10)).isTrue();
  }

  @Test
  void only_while_a_node_trains() {
    assertThat(
            NodeKiller.isDue(
                SampleJob.training(27, 20).in(JobStatus.RUNNING, Phase.LOADING_MODEL).job(),
                25,
                10))
        .isFalse();
    assertThat(
            NodeKiller.isDue(
                SampleJob.training(27, 20).in(JobStatus.INTERRUPTED, Phase.TRAINING).job(), 25, 10))
        .isFalse();
  }
}
