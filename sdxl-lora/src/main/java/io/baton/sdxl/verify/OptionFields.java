package io.baton.sdxl.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.baton.sdxl.failure.TrainingFailure;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The fields of a recording's options. Each is taken out as it is read, so that what is left is not
 * known; {@code null} is as good as absent. A value that cannot be is a {@code BAD_INPUT} failure.
 */
final class OptionFields {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, JsonNode> fields = new TreeMap<>();
  private final Recording recording;

  OptionFields(String json, Recording recording) {
    this.recording = recording;
    for (Map.Entry<String, JsonNode> field : object(json).properties()) {
      if (!field.getValue().isNull()) {
        fields.put(field.getKey(), field.getValue());
      }
    }
  }

  private JsonNode object(String json) {
    try {
      JsonNode node = JSON.readTree(json);
      if (node != null && node.isObject()) {
        return node;
      }
    } catch (JsonProcessingException e) {
      // Told below, as for any other text that is not an object.
    }
    throw recording.invalid("has metadata 'options' that are not a JSON object");
  }

  boolean has(String name) {
    return fields.containsKey(name);
  }

  double positive(String name, double absent) {
    return number(name, absent, value -> value > 0, "a positive number");
  }

  double notNegative(String name, double absent) {
    return number(name, absent, value -> value >= 0, "0 or a positive number");
  }

  double fraction(String name, double absent) {
    return number(name, absent, value -> value >= 0 && value < 1, "at least 0 and less than 1");
  }

  int count(String name, int absent, int least) {
    return (int)
        number(
            name,
            absent,
            value -> value >= least && value <= Integer.MAX_VALUE && value == Math.rint(value),
            "a whole number of %d or more".formatted(least));
  }

  private double number(String name, double absent, DoublePredicate valid, String wanted) {
    JsonNode node = fields.remove(name);
    if (node == null) {
      return absent;
    }
    double value = node.doubleValue();
    if (!node.isNumber() || !Double.isFinite(value) || !valid.test(value)) {
      throw wrong(name, wanted, node);
    }
    return value;
  }

  Optional<Boolean> flag(String name) {
    JsonNode node = fields.remove(name);
    if (node != null && !node.isBoolean()) {
      throw wrong(name, "true or false", node);
    }
    return Optional.ofNullable(node).map(JsonNode::booleanValue);
  }

  /** One of a few names. */
  <T> Optional<T> choice(String name, String wanted, Function<String, Stream<T>> named) {
    JsonNode node = fields.remove(name);
    if (node == null) {
      return Optional.empty();
    }
    Optional<T> found =
        node.isTextual() ? named.apply(node.textValue()).findFirst() : Optional.empty();
    if (found.isEmpty()) {
      throw wrong(name, wanted, node);
    }
    return found;
  }

  /**
   * Refuses the fields that nobody has taken.
   *
   * @param withoutEffect but for these
   * @param only and these, at one of their values
   */
  void requireNothingLeft(Set<String> withoutEffect, Map<String, Set<String>> only) {
    fields.forEach(
        (name, value) -> {
          if (only.containsKey(name)) {
            if (!only.get(name).contains(value.asText())) {
              throw wrong(name, String.join(" or ", only.get(name)), value);
            }
          } else if (!withoutEffect.contains(name)) {
            throw recording.invalid(
                "was made with option '%s', which is not known".formatted(name));
          }
        });
  }

  private TrainingFailure wrong(String name, String wanted, JsonNode found) {
    return recording.invalid(
        "was made with option %s = %s, which must be %s".formatted(name, found, wanted));
  }
}
