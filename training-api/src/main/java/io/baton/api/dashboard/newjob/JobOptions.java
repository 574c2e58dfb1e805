package io.baton.api.dashboard.newjob;

import com.fasterxml.jackson.databind.JsonNode;
import io.baton.api.dashboard.newjob.Option.Choice;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Every field of a job, from the schemas of the contract: its form asks for what the contract has,
 * in the contract's words.
 *
 * @param groups the job's own fields first, then each object in it
 */
record JobOptions(List<OptionGroup> groups) {
  /** Which images: chosen with the images themselves. */
  static final String DATASET = "datasetId";

  /** What almost every job says. */
  private static final List<String> BASIC =
      List.of(
          "training.instancePrompt",
          "baseModel",
          "name",
          "training.maxTrainSteps",
          "training.resolution",
          "training.learningRate",
          "training.rank",
          "labels");

  static JobOptions of(JsonNode contract) {
    Schemas schemas = new Schemas(contract);
    List<OptionGroup> groups = new ArrayList<>();
    collect(schemas, schemas.named("JobSpec"), "", groups);
    return new JobOptions(groups);
  }

  private static void collect(
      Schemas schemas, JsonNode object, String path, List<OptionGroup> groups) {
    List<Option> options = new ArrayList<>();
    List<OptionGroup> inside = new ArrayList<>();
    Set<String> required = new HashSet<>();
    object.path("required").forEach(name -> required.add(name.asText()));
    for (Map.Entry<String, JsonNode> property : object.path("properties").properties()) {
      JsonNode schema = schemas.resolved(property.getValue());
      String name = path.isEmpty() ? property.getKey() : path + "." + property.getKey();
      if (name.equals(DATASET)) {
        continue;
      }
      OptionKind.of(schema)
          .ifPresentOrElse(
              kind -> options.add(option(name, kind, schema, required.contains(property.getKey()))),
              () -> collect(schemas, schema, name, inside));
    }
    String about = object.path(object.has("about") ? "about" : "description").asText();
    groups.add(
        new OptionGroup(
            path, HelpText.of(about), object.path("optional").asBoolean(), List.copyOf(options)));
    groups.addAll(inside);
  }

  private static Option option(String path, OptionKind kind, JsonNode schema, boolean required) {
    return new Option(
        path,
        kind,
        HelpText.of(schema.path("description").asText()),
        whenEmpty(schema),
        choices(kind, schema),
        required);
  }

  private static Optional<String> whenEmpty(JsonNode schema) {
    JsonNode literal = schema.path("default");
    if (literal.isValueNode()) {
      // As the text writes it: 1e-4, not 0.0001.
      Matcher written =
          Pattern.compile("default `?([^\\s`]+)`?$").matcher(schema.path("description").asText());
      return Optional.of(written.find() ? written.group(1) : literal.asText());
    }
    Matcher said =
        Pattern.compile("(?:absent: |default )`?([a-z0-9.-]{1,12})`?$")
            .matcher(schema.path("description").asText());
    return said.find() ? Optional.of(said.group(1)) : Optional.empty();
  }

  private static List<Choice> choices(OptionKind kind, JsonNode schema) {
    if (kind == OptionKind.FLAG) {
      return List.of(new Choice("true", "yes"), new Choice("false", "no"));
    }
    List<Choice> choices = new ArrayList<>();
    for (JsonNode value : schema.path("enum")) {
      Matcher meaning =
          Pattern.compile("- `" + Pattern.quote(value.asText()) + "`: ([^:.]{1,60})[:.]?")
              .matcher(schema.path("about").asText());
      choices.add(
          new Choice(
              value.asText(), value.asText() + (meaning.find() ? ": " + meaning.group(1) : "")));
    }
    return choices;
  }

  /** What almost every job says, in the order in which it is asked for. */
  List<Option> basic() {
    return BASIC.stream().flatMap(path -> all().filter(o -> o.path().equals(path))).toList();
  }

  /**
   * All others in their groups.
   *
   * @param commands whether the reader may ask for a command to be run
   */
  List<OptionGroup> others(boolean commands) {
    List<Option> basic = basic();
    return groups.stream()
        .filter(group -> commands || !group.path().matches("command(\\..*)?"))
        .map(group -> group.without(basic))
        .toList();
  }

  private Stream<Option> all() {
    return groups.stream().flatMap(group -> group.options().stream());
  }
}
