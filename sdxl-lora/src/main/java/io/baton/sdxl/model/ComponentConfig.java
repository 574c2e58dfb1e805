package io.baton.sdxl.model;

import com.fasterxml.jackson.databind.JsonNode;
import io.baton.sdxl.failure.FailureCode;
import io.baton.sdxl.failure.TrainingFailure;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A component's configuration. A value of the wrong kind is a {@code BAD_INPUT} failure that names
 * file and field; an absent field and {@code null} are the same.
 */
public final class ComponentConfig {

  private final Path file;
  private final JsonNode root;

  ComponentConfig(Path file, JsonNode root) {
    this.file = file;
    this.root = root;
  }

  static ComponentConfig read(Path file) {
    return new ComponentConfig(file, JsonFile.readObject(file));
  }

  public boolean has(String field) {
    return root.hasNonNull(field);
  }

  /** A whole number, 1 or more, that must be there. */
  public int size(String field) {
    return size(field, root.path(field));
  }

  /** A whole number, 1 or more. */
  public int size(String field, int whenAbsent) {
    return has(field) ? size(field) : whenAbsent;
  }

  /** A whole number. */
  public int integer(String field, int whenAbsent) {
    JsonNode node = root.path(field);
    if (!has(field)) {
      return whenAbsent;
    }
    if (!node.isIntegralNumber() || !node.canConvertToInt()) {
      throw invalid(field, "a whole number", node);
    }
    return node.intValue();
  }

  /** Whole numbers, 1 or more: a list of {@code length}, or one number for all. */
  public List<Integer> sizes(String field, int length) {
    JsonNode node = root.path(field);
    List<Integer> sizes = new ArrayList<>();
    if (node.isArray()) {
      node.forEach(each -> sizes.add(size(field, each)));
    } else {
      for (int i = 0; i < length; i++) {
        sizes.add(size(field, node));
      }
    }
    if (sizes.size() != length) {
      throw invalid(field, "%d numbers".formatted(length), node);
    }
    return List.copyOf(sizes);
  }

  private int size(String field, JsonNode node) {
    if (!node.isIntegralNumber() || !node.canConvertToInt() || node.intValue() < 1) {
      throw invalid(field, "a whole number of 1 or more", node);
    }
    return node.intValue();
  }

  /** Texts, at least one. */
  public List<String> texts(String field) {
    JsonNode node = root.path(field);
    List<String> texts = new ArrayList<>();
    for (JsonNode each : node) {
      if (!each.isTextual()) {
        throw invalid(field, "a list of texts", node);
      }
      texts.add(each.textValue());
    }
    if (!node.isArray() || texts.isEmpty()) {
      throw invalid(field, "a list of texts", node);
    }
    return List.copyOf(texts);
  }

  public String text(String field, String whenAbsent) {
    JsonNode node = root.path(field);
    if (!has(field)) {
      return whenAbsent;
    }
    if (!node.isTextual()) {
      throw invalid(field, "text", node);
    }
    return node.textValue();
  }

  public boolean flag(String field, boolean whenAbsent) {
    JsonNode node = root.path(field);
    if (!has(field)) {
      return whenAbsent;
    }
    if (!node.isBoolean()) {
      throw invalid(field, "true or false", node);
    }
    return node.booleanValue();
  }

  public double number(String field, double whenAbsent) {
    JsonNode node = root.path(field);
    if (!has(field)) {
      return whenAbsent;
    }
    if (!node.isNumber()) {
      throw invalid(field, "a number", node);
    }
    return node.doubleValue();
  }

  /** A list of numbers, or nothing where it is absent. */
  public Optional<List<Double>> numbers(String field) {
    if (!has(field)) {
      return Optional.empty();
    }
    JsonNode node = root.path(field);
    List<Double> numbers = new ArrayList<>();
    for (JsonNode each : node) {
      if (!each.isNumber()) {
        throw invalid(field, "a list of numbers", node);
      }
      numbers.add(each.doubleValue());
    }
    if (!node.isArray()) {
      throw invalid(field, "a list of numbers", node);
    }
    return Optional.of(List.copyOf(numbers));
  }

  /** Refuses every value of {@code field} but absence and {@code supported} (as JSON). */
  public void support(String field, String... supported) {
    JsonNode node = root.path(field);
    if (!has(field) || List.of(supported).contains(node.asText())) {
      return;
    }
    throw new TrainingFailure(
        FailureCode.BAD_INPUT,
        "%s asks for %s = %s, which this trainer does not know; use a model of SDXL's architecture."
            .formatted(file, field, node));
  }

  /** A failure that says that {@code field} does not hold what it should. */
  public TrainingFailure invalid(String field, String wanted) {
    return invalid(field, wanted, root.path(field));
  }

  private TrainingFailure invalid(String field, String wanted, JsonNode found) {
    return new TrainingFailure(
        FailureCode.BAD_INPUT,
        found.isMissingNode() || found.isNull()
            ? "%s lacks '%s', which must be %s.".formatted(file, field, wanted)
            : "%s: '%s' must be %s, not %s.".formatted(file, field, wanted, found));
  }
}
