package io.baton.api.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import io.baton.protocol.job.AttemptOutcome;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StepsLostTest {

  @ParameterizedTest
  @CsvSource({
    "LOST, 17, 10, 7",
    "DRAINED, 17, 17, 0",
    "FAILED, 17, 0, 17",
    "LOST, 0, 10, 0",
    "COMPLETED, 60, 50, 0",
    "CANCELED, 17, 10, 0"
  })
  void steps_since_the_newest_commit_are_lost_where_somebody_must_do_them_again(
      AttemptOutcome outcome, int lastStep, int committed, int lost) {
    assertThat(StepsLost.of(outcome, lastStep, committed)).isEqualTo(lost);
  }
}
