package io.baton.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.node.agent.AgentEnd;
import io.baton.node.fixture.Await;
import io.baton.protocol.work.Directive;
import io.baton.protocol.work.Phase;
import org.junit.jupiter.api.Test;

/** Jobs that are given back. */
class DrainTest extends AttemptScene {
  @Test
  void drain_commits_a_checkpoint_before_release() {
    node.trainer.limit(13);
    node.start();
    Await.until("step 13", () -> stepTold(13));
    node.stop();

    assertThat(node.awaitEnd()).isEqualTo(AgentEnd.DONE);
    assertThat(api.ends()).containsSubsequence("commit 13", "release");
    assertThat(api.releases().get(0).step()).isEqualTo(13);
    assertThat(api.releases().get(0).reason()).isEqualTo("The test stops the node.");
    assertThat(node.trainer.isAlive()).isFalse();
  }

  @Test
  void drain_that_the_api_asks_for_gives_the_job_back_and_the_agent_goes_on() {
    node.trainer.limit(13);
    node.start();
    Await.until("step 13", () -> stepTold(13));
    api.answerHeartbeatsWith(Directive.DRAIN);
    Await.until("released", () -> !api.releases().isEmpty());

    assertThat(api.ends()).containsSubsequence("commit 13", "release");
    api.answerHeartbeatsWith(Directive.CONTINUE);
    api.endLease();
    Await.until("claimed again", () -> api.attempt() == 2);
  }

  @Test
  void trainer_that_drains_by_itself_is_an_interruption_not_a_failure() {
    node.trainer.limit(13);
    node.start();
    Await.until("step 13", () -> stepTold(13));
    node.trainer.process().destroy();
    Await.until("released", () -> !api.releases().isEmpty());

    assertThat(api.ends()).containsSubsequence("commit 13", "release");
    assertThat(api.failures()).isEmpty();
  }

  @Test
  void second_stop_gives_up_what_is_not_finished_and_still_gives_the_job_back() {
    node.trainer.limit(13);
    node.trainer.ignoreSigterm();
    node.start();
    Await.until("step 13", () -> stepTold(13));
    node.stop();
    Await.until("draining", () -> phaseTold(Phase.DRAINING));
    node.stop();

    assertThat(node.awaitEnd()).isEqualTo(AgentEnd.DONE);
    assertThat(api.releases()).hasSize(1);
    assertThat(node.trainer.isAlive()).isFalse();
  }
}
