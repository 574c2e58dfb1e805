package io.baton.sdxl.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.sdxl.dataset.EpochPlan.MicroStep;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EpochPlanTest {

  @Test
  void five_batches_accumulated_by_two_step_after_the_second_fourth_and_last() {
    EpochPlan plan = EpochPlan.of(5, 1, 2);
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
    EpochPlan plan = EpochPlan.of(rows, batchSize, 1);
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
    EpochPlan plan = EpochPlan.of(rows, batchSize, accumulation);
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
    EpochPlan plan = EpochPlan.of(20, 20, 1);
    assertThat(plan.rowsOf(plan.microStep(0), 1)).isNotEqualTo(plan.rowsOf(plan.microStep(1), 1));
  }

  @Property
  void an_epoch_with_buckets_shows_every_row_once_and_one_bucket_a_batch(
      @ForAll long seed,
      @ForAll @Size(min = 1, max = 40) List<@IntRange(max = 3) Integer> bucketOfRow,
      @ForAll @IntRange(min = 1, max = 5) int batchSize,
      @ForAll @IntRange(max = 3) int epoch) {
    int[] buckets = bucketOfRow.stream().mapToInt(Integer::intValue).toArray();
    EpochPlan plan = EpochPlan.ofBuckets(buckets, batchSize, 2);
    List<Integer> seen = new ArrayList<>();
    int shortBatches = 0;
    for (int batch = 0; batch < plan.batches(); batch++) {
      MicroStep step = plan.microStep((long) epoch * plan.batches() + batch);
      assertThat(step.update()).isEqualTo(batch % 2 == 1 || batch == plan.batches() - 1);
      int[] rows = plan.rowsOf(step, seed);
      assertThat(rows).hasSizeBetween(1, batchSize);
      assertThat(Arrays.stream(rows).map(row -> buckets[row]).distinct()).hasSize(1);
      shortBatches += rows.length < batchSize ? 1 : 0;
      Arrays.stream(rows).forEach(seen::add);
    }
    assertThat(seen).hasSize(buckets.length).doesNotHaveDuplicates();
    assertThat(shortBatches).isLessThanOrEqualTo((int) bucketOfRow.stream().distinct().count());
  }

  /** So that a run can be taken up at any micro-step. */
  @Property(tries = 200)
  void a_micro_steps_rows_depend_on_nothing_that_was_asked_before(
      @ForAll long seed,
      @ForAll @Size(min = 1, max = 20) List<@IntRange(max = 2) Integer> bucketOfRow,
      @ForAll @IntRange(max = 60) int index) {
    int[] buckets = bucketOfRow.stream().mapToInt(Integer::intValue).toArray();
    EpochPlan used = EpochPlan.ofBuckets(buckets, 2, 3);
    for (int before = 0; before < index; before++) {
      used.rowsOf(used.microStep(before), seed);
    }
    EpochPlan fresh = EpochPlan.ofBuckets(buckets, 2, 3);
    assertThat(used.rowsOf(used.microStep(index), seed))
        .isEqualTo(fresh.rowsOf(fresh.microStep(index), seed));
  }

  @Test
  void the_buckets_batches_come_mixed() {
    int[] buckets = new int[40];
    Arrays.fill(buckets, 20, 40, 1);
    EpochPlan plan = EpochPlan.ofBuckets(buckets, 3, 1);
    List<Integer> shortBatches =
        IntStream.range(0, plan.batches())
            .filter(batch -> plan.rowsOf(plan.microStep(batch), 5).length < 3)
            .boxed()
            .toList();
    assertThat(shortBatches).hasSize(2).doesNotContain(plan.batches() - 1);
  }
}
