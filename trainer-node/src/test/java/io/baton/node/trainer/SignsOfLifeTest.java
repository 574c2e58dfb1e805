package io.baton.node.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.node.fixture.SettableClock;
import io.baton.node.trainer.TrainerEvent.LogLine;
import io.baton.node.trainer.TrainerEvent.PhaseChanged;
import io.baton.node.trainer.TrainerEvent.StepDone;
import io.baton.protocol.work.Phase;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignsOfLifeTest {
  private static final Duration STEP = Duration.ofSeconds(10);
  private static final Duration PHASE = Duration.ofSeconds(100);

  private final SettableClock clock = new SettableClock();
  private final SignsOfLife signs = new SignsOfLife(clock, new HangLimits(STEP, PHASE));

  @Test
  void loading_a_model_may_take_longer_than_a_step() {
    signs.on(new PhaseChanged(Phase.LOADING_MODEL));
    assertHangsAfter(PHASE);
    assertThat(signs.verdict())
        .isEqualTo(
            "The trainer hung: it gave no sign of life for 100 s while loading the base model.");
  }

  @Test
  void first_step_of_a_phase_may_take_as_long_as_the_phase() {
    signs.on(new PhaseChanged(Phase.TRAINING));
    assertHangsAfter(PHASE);
    signs.on(step(1));
    assertHangsAfter(STEP);
    signs.on(new PhaseChanged(Phase.VALIDATING));
    assertHangsAfter(PHASE);
  }

  @Test
  void step_that_is_told_again_is_no_sign() {
    signs.on(step(7));
    clock.advance(STEP.dividedBy(2));
    signs.on(step(7));

    clock.advance(STEP.dividedBy(2));

    assertThat(clock.hasReached(signs.hungAtNanos())).isTrue();
    assertThat(signs.verdict())
        .isEqualTo("The trainer hung: it gave no sign of life for 10 s since step 7.");
  }

  @Test
  void lines_are_signs_only_of_a_trainer_that_tells_nothing_else() {
    clock.advance(Duration.ofSeconds(60));
    signs.on(new LogLine("5 %"));
    assertHangsAfter(PHASE);
    signs.on(step(1));
    clock.advance(Duration.ofSeconds(6));
    signs.on(new LogLine("still waiting for the others"));
    clock.advance(Duration.ofSeconds(4));

    assertThat(clock.hasReached(signs.hungAtNanos())).isTrue();
  }

  private void assertHangsAfter(Duration limit) {
    clock.advance(limit.minusMillis(1));
    assertThat(clock.hasReached(signs.hungAtNanos())).isFalse();
    clock.advance(Duration.ofMillis(1));
    assertThat(clock.hasReached(signs.hungAtNanos())).isTrue();
    clock.advance(limit.negated());
  }

  private static StepDone step(int number) {
    return new StepDone(number, 100, Map.of());
  }
}
