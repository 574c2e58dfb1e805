package io.baton.node.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogTailTest {

  @Test
  void only_the_last_200_lines_are_kept_and_each_is_cut_to_2000_characters() {
    LogTail tail = new LogTail();
    for (int line = 1; line <= 250; line++) {
      tail.add(line + "x".repeat(3000));
    }

    assertThat(tail.lines()).hasSize(200).allMatch(line -> line.length() == 2000);
    assertThat(tail.lines().get(0)).startsWith("51x");
    assertThat(tail.lines().get(199)).startsWith("250x");
  }

  @Test
  void null_characters_which_no_database_stores_are_replaced() {
    LogTail tail = new LogTail();
    tail.add("a\0b");

    assertThat(tail.lines()).containsExactly("a b");
  }
}
