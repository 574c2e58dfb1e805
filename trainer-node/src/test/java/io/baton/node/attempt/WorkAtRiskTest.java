package io.baton.node.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.work.AtRisk;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WorkAtRiskTest {
  private final WorkAtRisk work = new WorkAtRisk();

  @Test
  void work_since_the_committed_checkpoint_is_at_risk() {
    work.begin(10, at(100));
    assertThat(work.at(10, at(107))).isEqualTo(AtRisk.NOTHING);
    for (int step = 11; step <= 20; step++) {
      work.done(step, at(100 + 2 * (step - 10)));
    }
    assertThat(work.at(20, at(121))).isEqualTo(new AtRisk(10, 21));

    // It was at step 15 at 110; that the upload took until 121 makes nothing safer.
    work.committed(15, at(121));

    assertThat(work.at(20, at(122))).isEqualTo(new AtRisk(5, 12));
    work.committed(20, at(123));
    assertThat(work.at(20, at(124))).isEqualTo(AtRisk.NOTHING);
  }

  @Test
  void kept_checkpoint_that_is_not_committed_yet_is_at_risk() {
    work.begin(10, at(100));

    assertThat(work.at(13, at(101))).isEqualTo(new AtRisk(3, 1));
    work.committed(13, at(102));
    assertThat(work.at(13, at(103))).isEqualTo(AtRisk.NOTHING);
  }

  @Test
  void older_checkpoint_that_is_committed_late_changes_nothing() {
    work.begin(0, at(100));
    work.done(20, at(120));
    work.committed(20, at(121));
    work.committed(10, at(122));

    assertThat(work.at(21, at(125))).isEqualTo(new AtRisk(1, 5));
  }

  private static long at(long seconds) {
    return Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(110) + TimeUnit.SECONDS.toNanos(seconds);
  }
}
