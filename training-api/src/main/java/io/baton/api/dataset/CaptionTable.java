package io.baton.api.dataset;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.baton.protocol.dataset.DatasetFile;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A {@code metadata.jsonl}, held against the same rules as the trainer's: what it would refuse on a
 * GPU is refused here.
 *
 * @param captions in column {@code text}, stripped, by image; images without one are left out
 * @param problem the end of a sentence that begins with the file's name
 * @param note what is allowed and may be a mistake
 */
record CaptionTable(Map<String, String> captions, Optional<String> problem, Optional<String> note) {
  private static final String FILE_NAME = "file_name";
  private static final String COLUMN = "text";
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * Reads a table.
   *
   * @param images the names of the dataset's images
   */
  static CaptionTable read(List<String> lines, Set<String> images) {
    Map<String, String> captions = new HashMap<>();
    Set<String> named = new HashSet<>();
    boolean columnSeen = false;
    for (int number = 1; number <= lines.size(); number++) {
      String line = lines.get(number - 1);
      if (line.isBlank()) {
        continue;
      }
      Optional<JsonNode> row = row(line);
      Optional<String> problem =
          row.map(object -> problem(object, images, named))
              .orElse(Optional.of("is no JSON object"));
      if (problem.isPresent()) {
        return refused("line " + number + " " + problem.get());
      }
      JsonNode caption = row.get().path(COLUMN);
      columnSeen |= row.get().has(COLUMN);
      if (caption.isTextual() && !caption.textValue().isBlank()) {
        captions.put(row.get().path(FILE_NAME).textValue(), caption.textValue().strip());
      }
    }
    if (named.isEmpty()) {
      return refused("no line names an image");
    }
    return new CaptionTable(
        captions,
        Optional.empty(),
        columnSeen
            ? Optional.empty()
            : Optional.of(
                "%s has no column '%s': a job must name the column that holds the captions."
                    .formatted(DatasetFile.METADATA, COLUMN)));
  }

  private static Optional<String> problem(JsonNode row, Set<String> images, Set<String> named) {
    JsonNode name = row.path(FILE_NAME);
    if (!name.isTextual()) {
      return Optional.of("has no '" + FILE_NAME + "'");
    }
    if (!images.contains(name.textValue())) {
      return Optional.of(
          "names '" + Text.shortened(name.textValue()) + "', which is no image of the dataset");
    }
    if (!named.add(name.textValue())) {
      return Optional.of("names '" + Text.shortened(name.textValue()) + "' a second time");
    }
    return row.hasNonNull(COLUMN) && !row.path(COLUMN).isTextual()
        ? Optional.of("has a '" + COLUMN + "' that is not text")
        : Optional.empty();
  }

  private static Optional<JsonNode> row(String line) {
    try {
      return Optional.of(JSON.readTree(line)).filter(JsonNode::isObject);
    } catch (JsonProcessingException | StackOverflowError e) {
      return Optional.empty();
    }
  }

  private static CaptionTable refused(String where) {
    return new CaptionTable(
        Map.of(), Optional.of("does not give captions: " + where), Optional.empty());
  }
}
