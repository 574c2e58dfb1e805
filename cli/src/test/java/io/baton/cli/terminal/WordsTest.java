package io.baton.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class WordsTest {
  @Test
  void durations_and_sizes_read_as_people_say_them() {
    assertThat(Words.of(Duration.ofMillis(7_340))).isEqualTo("7.3 s");
    assertThat(Words.of(Duration.ofSeconds(125))).isEqualTo("2 min 05 s");
    assertThat(Words.of(Duration.ofMinutes(187))).isEqualTo("3 h 07 min");
    assertThat(Words.ofBytes(812)).isEqualTo("812 B");
    assertThat(Words.ofBytes(1_468_006)).isEqualTo("1.4 MiB");
    assertThat(Words.count(1, "image")).isEqualTo("1 image");
    assertThat(Words.count(0, "image")).isEqualTo("0 images");
    assertThat(Words.decimal(0.123456)).isEqualTo("0.1235");
    assertThat(Words.decimal(0.00001)).isEqualTo("1.00e-05");
  }

  @Test
  void columns_are_as_wide_as_their_longest_cell() {
    Table table = new Table("JOB", "STATUS");
    table.row("a-long-id", "running");
    table.row("b", "completed");

    assertThat(table.lines())
        .isEqualTo(List.of("JOB        STATUS", "a-long-id  running", "b          completed"));
  }

  @Test
  void a_table_shortens_what_it_may_and_no_more() {
    Table table = new Table("JOB", "NAME").shrinking("NAME");
    table.row("a-long-id", "a photo of a cat that sits on a mat");

    assertThat(table.lines(24))
        .allMatch(line -> line.length() <= 24)
        .anyMatch(l -> l.endsWith("…"));
    assertThat(table.lines(5)).contains("a-long-id  a pho…");
  }

  @Test
  void what_users_write_cannot_steer_the_terminal() {
    assertThat(Text.printable("cat\033[2Jdog\r")).isEqualTo("cat [2Jdog ");
    assertThat(Text.literal("@|red cat|@")).doesNotContain("@|").doesNotContain("|@");
    assertThat(Text.cut("\033[1mabcdef\033[0m", 3)).isEqualTo("\033[1mabc\033[0m");
  }
}
