package io.baton.sync.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.sync.store.FileSlice;
import java.nio.file.Path;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

class PartPlanPropertyTest {
  private static final Path FILE = Path.of("file");

  @Property(tries = 100)
  void parts_cover_the_file_without_gap_or_overlap_and_are_never_too_many(
      @ForAll @LongRange(min = 1, max = 5L << 40) long size,
      @ForAll @LongRange(min = 5L << 20, max = 5L << 30) long wanted) {
    PartPlan plan = PartPlan.of(size, wanted);
    assertThat(plan.parts()).isBetween(1, PartPlan.MOST_PARTS);
    assertThat(plan.partBytes()).isGreaterThanOrEqualTo(wanted);
    long covered = 0;
    for (int number = 1; number <= plan.parts(); number++) {
      FileSlice slice = plan.slice(FILE, number);
      boolean fits =
          slice.offset() == covered && slice.length() > 0 && slice.length() <= plan.partBytes();
      if (!fits) {
        throw new AssertionError("part " + number + " of " + plan + " is " + slice);
      }
      covered += slice.length();
    }
    assertThat(covered).isEqualTo(size);
  }
}
