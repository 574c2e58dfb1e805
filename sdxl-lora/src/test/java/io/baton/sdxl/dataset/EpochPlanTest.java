package io.baton.sdxl.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.sdxl.dataset.EpochPlan.MicroStep;
import java.util.Arrays;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class EpochPlanTest {

  @Test
  void five_batches_accumulated_by_two_step_after_the_second_fourth_and_last() {
    EpochPlan plan = new EpochPlan(5, 1, 2);
    assertThat(plan.updates()).isEqualTo(3);
    assertThat(LongStream.range(0, 10).filter(i -> plan.microStep(i).update()))
        .containsExactly(1L, 3L, 4L, 6L, 8L, 9L);
  }

  @Property
  void an_epoch_shows_every_row_once(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 40) int rows,
      @ForAll @IntRange(min = 1, max = 7) int batchSize,
      @ForAll @IntRange(max = 5) int epoch) {
    EpochPlan plan = new EpochPlan(rows, batchSize, 1);
    int[] seen =
        LongStream.range((long) epoch * plan.batches(), (epoch + 1L) * plan.batches())
            .mapToObj(plan::microStep)
            .flatMapToInt(step -> Arrays.stream(plan.rowsOf(step, seed)))
            .sorted()
            .toArray();
    assertThat(seen).hasSize(rows).doesNotHaveDuplicates().startsWith(0);
  }

  @Property
  void counting_updates_over_micro_steps_gives_the_micro_steps_before_each_step(
      @ForAll @IntRange(min = 1, max = 20) int rows,
      @ForAll @IntRange(min = 1, max = 5) int batchSize,
      @ForAll @IntRange(min = 1, max = 5) int accumulation) {
    EpochPlan plan = new EpochPlan(rows, batchSize, accumulation);
    long steps = 0;
    for (long index = 0; index < 3L * plan.batches(); index++) {
      MicroStep microStep = plan.microStep(index);
      if (microStep.update()) {
        steps++;
        assertThat(plan.microStepsBefore(steps)).isEqualTo(index + 1);
      }
    }
    assertThat(steps).isEqualTo(3L * plan.updates());
  }

  @Test
  void epochs_differ_in_their_order() {
    EpochPlan plan = new EpochPlan(20, 20, 1);
    assertThat(plan.rowsOf(plan.microStep(0), 1)).isNotEqualTo(plan.rowsOf(plan.microStep(1), 1));
  }
}
