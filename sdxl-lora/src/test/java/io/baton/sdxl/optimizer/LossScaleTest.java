package io.baton.sdxl.optimizer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.baton.sdxl.failure.TrainingFailure;
import org.junit.jupiter.api.Test;

/** The rules of torch's GradScaler. */
class LossScaleTest {

  private final LossScale scale = LossScale.dynamic();

  @Test
  void an_overflow_halves_the_scale_and_leaves_the_step_out() {
    assertThat(scale.factor()).isEqualTo(65536);
    assertThat(scale.accept(1)).isTrue();
    assertThat(scale.accept(Double.NaN)).isFalse();
    assertThat(scale.accept(Double.POSITIVE_INFINITY)).isFalse();
    assertThat(scale.factor()).isEqualTo(16384);
    assertThat(scale.skippedSteps()).isEqualTo(2);
  }

  @Test
  void two_thousand_good_steps_in_a_row_double_it() {
    scale.accept(Double.NaN);
    for (int step = 1; step < 2000; step++) {
      scale.accept(1);
    }
    assertThat(scale.factor()).isEqualTo(32768);
    scale.accept(1);
    assertThat(scale.factor()).isEqualTo(65536);
    scale.accept(1);
    assertThat(scale.factor()).isEqualTo(65536);
  }

  @Test
  void an_overflow_starts_the_count_anew() {
    for (int step = 1; step < 2000; step++) {
      scale.accept(1);
    }
    scale.accept(Double.NaN);
    scale.accept(1);
    assertThat(scale.factor()).isEqualTo(32768);
  }

  @Test
  void a_run_whose_gradients_overflow_always_fails() {
    assertThatExceptionOfType(TrainingFailure.class)
        .isThrownBy(
            () -> {
              for (int step = 0; step < 17; step++) {
                scale.accept(Double.NaN);
              }
            })
        .withMessageContaining("train with --mixed_precision bf16 or no");
  }

  @Test
  void without_scaling_nothing_is_kept_and_an_overflow_fails_the_run() {
    LossScale none = LossScale.none();
    for (int step = 1; step <= 2001; step++) {
      assertThat(none.accept(1)).isTrue();
    }
    assertThat(none.factor()).isEqualTo(1);
    assertThat(none.scalars()).isEmpty();
    assertThatExceptionOfType(TrainingFailure.class)
        .isThrownBy(() -> none.accept(Double.NaN))
        .withMessageContaining("The gradients are not numbers any more");
  }
}
