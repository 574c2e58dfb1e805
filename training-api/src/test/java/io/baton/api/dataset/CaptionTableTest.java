package io.baton.api.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptionTableTest {
  private static final Set<String> IMAGES = Set.of("a.png", "b.png");

  @Test
  void captions_are_read_by_image() {
    CaptionTable table =
        read(
            "{'file_name':'a.png','text':' a sks cat ','more':[1]}",
            "",
            "{'file_name':'b.png','text':''}");
    assertThat(table.problem()).isEmpty();
    assertThat(table.note()).isEmpty();
    assertThat(table.captions()).isEqualTo(Map.of("a.png", "a sks cat"));
  }

  @Test
  void a_table_with_another_column_is_noted() {
    CaptionTable table = read("{'file_name':'a.png','prompt':'a sks cat'}");
    assertThat(table.problem()).isEmpty();
    assertThat(table.note().orElseThrow()).contains("no column 'text'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "{'file_name':'c.png','text':'x'} | names 'c.png', which is no image",
        "{'file_name':'../a.png','text':'x'} | names '../a.png', which is no image",
        "{'file_name':'a.txt','text':'x'} | names 'a.txt', which is no image",
        "{'text':'x'} | has no 'file_name'",
        "{'file_name':3,'text':'x'} | has no 'file_name'",
        "{'file_name':'a.png','text':3} | has a 'text' that is not text",
        "{'file_name':'a.png','file_name':'b.png'} | is no JSON object",
        "{'file_name':'a.png'} trailing | is no JSON object",
        "['a.png'] | is no JSON object",
        "a.png,x | is no JSON object",
      })
  void a_bad_line_is_named(String line, String part) {
    CaptionTable table = read("{'file_name':'b.png','text':'x'}", line);
    assertThat(table.problem().orElseThrow()).contains("line 2 ").contains(part);
  }

  @Test
  void the_same_image_twice_is_refused() {
    String line = "{'file_name':'a.png','text':'x'}";
    assertThat(read(line, line).problem().orElseThrow()).contains("a second time");
  }

  @Test
  void a_table_without_lines_is_refused() {
    assertThat(read("", " ").problem().orElseThrow()).contains("no line");
  }

  @Test
  void deep_nesting_ends_in_a_sentence() {
    assertThat(read("[".repeat(100_000)).problem().orElseThrow()).contains("is no JSON object");
  }

  private static CaptionTable read(String... lines) {
    return CaptionTable.read(
        Arrays.stream(lines).map(line -> line.replace('\'', '"')).toList(), IMAGES);
  }
}
