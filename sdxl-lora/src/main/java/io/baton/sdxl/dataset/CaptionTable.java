package io.baton.sdxl.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The captions in a directory's {@code metadata.jsonl}, as Hugging Face's image folders have them:
 * a JSON object a line, with an image's {@code file_name} and its caption in another column.
 */
final class CaptionTable {

  static final String NAME = "metadata.jsonl";

  private static final String FILE_NAME = "file_name";
  private static final String DEFAULT_COLUMN = "text";
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Path file;
  private final String column;
  private final Map<String, String> captions = new HashMap<>();
  private final Set<String> named = new HashSet<>();

  private CaptionTable(Path file, String column) {
    this.file = file;
    this.column = column;
  }

  /**
   * Reads the table of a directory, if it has one.
   *
   * @param column that holds the captions; {@code text} where empty
   * @return captions by file name, stripped; images without one are left out
   * @throws TrainingFailure {@code BAD_INPUT} when the table is malformed, names what is no file of
   *     the directory, or lacks the column; {@code NO_INPUT} when a column is asked for and there
   *     is no table
   */
  static Map<String, String> read(Path directory, Optional<String> column) {
    Path file = directory.resolve(NAME);
    if (!Files.isRegularFile(file)) {
      column.ifPresent(
          name -> {
            throw new TrainingFailure(
                FailureCode.NO_INPUT,
                "There is no %s that could have the column '%s'; leave --caption_column out to take captions from name.txt beside name.jpg."
                    .formatted(file, name));
          });
      return Map.of();
    }
    CaptionTable table = new CaptionTable(file, column.orElse(DEFAULT_COLUMN));
    table.readLines();
    return table.captions;
  }

  private void readLines() {
    Set<String> columns = new TreeSet<>();
    int number = 0;
    for (String line : lines()) {
      number++;
      if (!line.isBlank()) {
        JsonNode row = row(line, number);
        row.fieldNames().forEachRemaining(columns::add);
        add(row, number);
      }
    }
    if (!columns.contains(column)) {
      throw malformed(
          "it has no column '%s' but %s; name the captions' column with --caption_column"
              .formatted(column, columns.isEmpty() ? "none at all" : String.join(", ", columns)));
    }
  }

  private void add(JsonNode row, int number) {
    JsonNode name = row.path(FILE_NAME);
    if (!name.isTextual()) {
      throw malformed("line %d has no '%s'".formatted(number, FILE_NAME));
    }
    String image = name.textValue();
    if (image.contains("/") || !Files.isRegularFile(file.resolveSibling(image))) {
      throw malformed("line %d names '%s', which is no file beside it".formatted(number, image));
    }
    if (!named.add(image)) {
      throw malformed("line %d names '%s' a second time".formatted(number, image));
    }
    JsonNode caption = row.path(column);
    if (row.hasNonNull(column) && !caption.isTextual()) {
      throw malformed("'%s' in line %d is not text".formatted(column, number));
    }
    if (caption.isTextual() && !caption.textValue().isBlank()) {
      captions.put(image, caption.textValue().strip());
    }
  }

  private JsonNode row(String line, int number) {
    try {
      JsonNode row = JSON.readTree(line);
      if (row.isObject()) {
        return row;
      }
    } catch (JsonProcessingException | StackOverflowError e) {
      // told below
    }
    throw malformed("line %d is not a JSON object".formatted(number));
  }

  private List<String> lines() {
    try {
      return Files.readAllLines(file);
    } catch (CharacterCodingException e) {
      throw malformed("it is not UTF-8 text");
    } catch (IOException e) {
      throw TrainingFailure.ofInputOutput("reading " + file, e);
    }
  }

  private TrainingFailure malformed(String why) {
    return new TrainingFailure(
        FailureCode.BAD_INPUT,
        "%s does not give captions: %s; mend it or take it away.".formatted(file, why));
  }
}
