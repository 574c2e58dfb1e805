package io.baton.sync.transfer;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.baton.sync.SyncException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A file with one JSON object a line that only grows: what is to be done, then what is done of it.
 * A line that a killed process did not finish is not there.
 */
final class Journal {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;

  private Journal(Path file) {
    this.file = file;
  }

  static Journal create(Path file, Object first) {
    Journal journal = new Journal(file);
    try {
      Files.createDirectories(file.getParent());
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw SyncException.local("writing", file, e);
    }
    journal.add(first);
    return journal;
  }

  /** What a journal holds, or nothing when there is none or it cannot be read any more. */
  static Optional<Kept> read(Path file) {
    List<JsonNode> lines = new ArrayList<>();
    try {
      dropUnfinishedLine(file);
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        lines.add(JSON.readTree(line));
      }
    } catch (NoSuchFileException | JsonProcessingException | CharacterCodingException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw SyncException.local("reading", file, e);
    }
    return lines.isEmpty() || !lines.stream().allMatch(JsonNode::isObject)
        ? Optional.empty()
        : Optional.of(new Kept(new Journal(file), lines.get(0), lines.subList(1, lines.size())));
  }

  /** Else the next line would go on where it broke off. */
  private static void dropUnfinishedLine(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    int end = content.length;
    while (end > 0 && content[end - 1] != '\n') {
      end--;
    }
    if (end < content.length) {
      Files.write(file, Arrays.copyOf(content, end));
    }
  }

  /**
   * @param first the journal's first line
   * @param done the others
   */
  record Kept(Journal journal, JsonNode first, List<JsonNode> done) {}

  /** May be called by several threads. */
  synchronized void add(Object line) {
    try {
      byte[] text = (JSON.writeValueAsString(line) + "\n").getBytes(StandardCharsets.UTF_8);
      Files.write(file, text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw SyncException.local("writing", file, e);
    }
  }

  void delete() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw SyncException.local("deleting", file, e);
    }
  }
}
