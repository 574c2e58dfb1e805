package io.baton.sdxl.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CaptionTableTest {

  @TempDir Path directory;

  @BeforeEach
  void putImages() throws IOException {
    for (String name : new String[] {"a.png", "b.jpg", "c.jpg"}) {
      Files.createFile(directory.resolve(name));
    }
  }

  @Test
  void captions_come_from_the_table_and_the_prompt_stands_in() throws IOException {
    table(
        """
        {"file_name": "b.jpg", "text": " a sks cat\\n", "tags": ["x"]}

        {"file_name": "a.png", "text": null}
        """);
    assertThat(captions(Optional.empty())).containsExactly("prompt", "a sks cat", "prompt");
  }

  @Test
  void another_column_can_hold_the_captions() throws IOException {
    table("{\"file_name\": \"a.png\", \"text\": \"wrong\", \"prompt\": \"right\"}");
    assertThat(captions(Optional.of("prompt"))).containsExactly("right", "prompt", "prompt");
  }

  @Test
  void a_text_file_and_the_table_must_agree() throws IOException {
    table("{\"file_name\": \"a.png\", \"text\": \"a cat\"}");
    Files.writeString(directory.resolve("a.txt"), "a cat\n");
    assertThat(captions(Optional.empty())).containsExactly("a cat", "prompt", "prompt");
    Files.writeString(directory.resolve("a.txt"), "a dog\n");
    assertRefused(Optional.empty(), FailureCode.BAD_INPUT, "a.png has one caption in its .txt");
  }

  @Test
  void a_column_without_a_table_is_missing_input() {
    assertRefused(
        Optional.of("text"),
        FailureCode.NO_INPUT,
        "There is no "
            + directory.resolve("metadata.jsonl")
            + " that could have the column 'text'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'file_name': 'a.png', 'caption': 'x'} | it has no column 'text' but caption, file_name",
        "'' | it has no column 'text' but none at all",
        "{'file_name': 'd.png', 'text': 'x'} | line 1 names 'd.png', which is no file beside it",
        "{'file_name': '../a.png', 'text': 'x'} | line 1 names '../a.png', which is no file",
        "{'text': 'x'} | line 1 has no 'file_name'",
        "{'file_name': 'a.png', 'text': 7} | 'text' in line 1 is not text",
        "{'file_name': 'a.png' | line 1 is not a JSON object",
        "['a.png'] | line 1 is not a JSON object",
        "{'file_name': 'a.png', 'text': 'x'} {} | line 1 is not a JSON object",
      },
      quoteCharacter = '"')
  void what_gives_no_captions_is_named(String line, String why) throws IOException {
    table(line.replace('\'', '"').replace("\"\"", ""));
    assertRefused(Optional.empty(), FailureCode.BAD_INPUT, why);
  }

  @Test
  void an_image_that_is_listed_twice_is_named() throws IOException {
    table("{\"file_name\":\"a.png\",\"text\":\"x\"}\n{\"file_name\":\"a.png\",\"text\":\"y\"}");
    assertRefused(Optional.empty(), FailureCode.BAD_INPUT, "line 2 names 'a.png' a second time");
  }

  private void table(String lines) throws IOException {
    Files.writeString(directory.resolve("metadata.jsonl"), lines);
  }

  private List<String> captions(Optional<String> column) {
    return ImageDirectory.images(directory, "prompt", column).stream()
        .map(CaptionedImage::caption)
        .toList();
  }

  private void assertRefused(Optional<String> column, FailureCode code, String message) {
    assertThatExceptionOfType(TrainingFailure.class)
        .isThrownBy(() -> captions(column))
        .satisfies(failure -> assertThat(failure.code()).isEqualTo(code))
        .withMessageContaining(message);
  }
}
