package io.baton.api.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CheckpointRetirementTest {

  @Test
  void all_but_the_newest_are_given_up() {
    assertThat(CheckpointRetirement.beyond(2, List.of(40, 30, 20, 10))).containsExactly(20, 10);
  }

  @Test
  void nothing_is_given_up_while_there_are_no_more_than_are_kept() {
    assertThat(CheckpointRetirement.beyond(2, List.of(20, 10))).isEmpty();
    assertThat(CheckpointRetirement.beyond(2, List.of())).isEmpty();
  }
}
