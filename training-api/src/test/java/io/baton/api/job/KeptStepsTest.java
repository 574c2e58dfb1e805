package io.baton.api.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeptStepsTest {
  @Test
  void steps_are_named_in_order_and_once() {
    assertThat(KeptSteps.objection(5, List.of()))
        .isEqualTo("has no checkpoint to restart from: storage keeps none of it.");
    assertThat(KeptSteps.objection(5, List.of(40, 40)))
        .isEqualTo("has no checkpoint at step 5: storage keeps that at step 40.");
    assertThat(KeptSteps.objection(5, List.of(40, 30, 30, 20)))
        .isEqualTo("has no checkpoint at step 5: storage keeps those at steps 20, 30 and 40.");
  }

  @Test
  void of_many_steps_the_newest_are_named() {
    List<Integer> kept = IntStream.rangeClosed(1, 21).boxed().toList();

    assertThat(KeptSteps.objection(30, kept))
        .endsWith(
            "those at steps 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21 and 1 older one.");
  }
}
