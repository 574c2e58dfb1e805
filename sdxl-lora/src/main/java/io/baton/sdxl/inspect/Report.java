package io.baton.sdxl.inspect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What was found. */
public final class Report {

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
  private static final int SHOWN_CHARACTERS = 200;

  private final Path path;
  private final String kind;
  private final ObjectNode facts = JSON.createObjectNode();
  private final List<String> problems = new ArrayList<>();

  /**
   * @param kind what the file or directory is
   */
  Report(Path path, String kind) {
    this.path = path;
    this.kind = kind;
  }

  /** Facts, in the order that they are told in. */
  ObjectNode facts() {
    return facts;
  }

  void problem(String sentence) {
    problems.add(sentence);
  }

  /** What is wrong, a sentence each. */
  public List<String> problems() {
    return List.copyOf(problems);
  }

  /** All as one JSON object: {@code path}, {@code kind}, the facts, and {@code problems}. */
  public String toJson() {
    ObjectNode root = JSON.createObjectNode();
    root.put("path", path.toString());
    root.put("kind", kind);
    root.setAll(facts);
    root.set("problems", JSON.valueToTree(problems));
    try {
      return JSON.writeValueAsString(root);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** All as lines for people; long texts are cut. */
  public String toText() {
    StringBuilder text = new StringBuilder("%s: %s%n".formatted(path, kind));
    append(text, facts, "  ");
    problems.forEach(problem -> text.append("  problem: %s%n".formatted(problem)));
    return text.toString();
  }

  private static void append(StringBuilder text, ObjectNode node, String indent) {
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (entry.getValue() instanceof ObjectNode inner) {
        text.append("%s%s:%n".formatted(indent, entry.getKey()));
        append(text, inner, indent + "  ");
      } else {
        text.append("%s%s: %s%n".formatted(indent, entry.getKey(), shown(entry.getValue())));
      }
    }
  }

  private static String shown(JsonNode value) {
    if (value.isIntegralNumber()) {
      return String.format(Locale.ROOT, "%,d", value.longValue());
    }
    if (value.isFloatingPointNumber()) {
      return String.format(Locale.ROOT, "%.6g", value.doubleValue());
    }
    if (value.isArray()) {
      List<String> each = new ArrayList<>();
      value.forEach(element -> each.add(element.asText()));
      return cut(String.join(", ", each));
    }
    return cut(value.asText());
  }

  private static String cut(String text) {
    String line = text.replaceAll("\\p{Cntrl}+", " ");
    return line.length() <= SHOWN_CHARACTERS ? line : line.substring(0, SHOWN_CHARACTERS) + "…";
  }
}
