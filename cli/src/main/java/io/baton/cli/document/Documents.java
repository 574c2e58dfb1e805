package io.baton.cli.document;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.InvalidFormatException;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import io.baton.cli.CommandFailedException;
import io.baton.cli.terminal.Input;
import io.baton.protocol.client.Json;
import io.baton.protocol.field.InvalidFieldException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** YAML and JSON that people write by hand. Whatever is wrong is told in one sentence. */
public final class Documents {
  /** Stands for standard input. */
  public static final String STANDARD_INPUT = "-";

  private static final ObjectMapper YAML =
      new ObjectMapper(
          new YAMLFactory()
              .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
              .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES));

  private Documents() {}

  /** The documents of a file, JSON being YAML too; each is an object. */
  public static List<ObjectNode> read(String file, Input input) {
    boolean standard = file.equals(STANDARD_INPUT);
    String name = standard ? "Standard input" : file;
    List<ObjectNode> documents = new ArrayList<>();
    try (InputStream in = standard ? input.stream() : Files.newInputStream(Path.of(file));
        MappingIterator<JsonNode> nodes = YAML.readerFor(JsonNode.class).readValues(in)) {
      while (nodes.hasNextValue()) {
        JsonNode node = nodes.nextValue();
        if (node.isNull() || node.isMissingNode()) {
          continue;
        }
        if (!node.isObject()) {
          throw CommandFailedException.usage(
              name + " must hold fields such as 'name: my cat', not " + shown(node) + ".");
        }
        documents.add((ObjectNode) node);
      }
    } catch (NoSuchFileException e) {
      throw CommandFailedException.usage("There is no file " + file + ".");
    } catch (JsonProcessingException e) {
      throw CommandFailedException.usage(
          name
              + " is neither YAML nor JSON: "
              + where(e)
              + firstLine(e.getOriginalMessage())
              + ".");
    } catch (IOException e) {
      throw new CommandFailedException(name + " cannot be read: " + e.getMessage() + ".", e);
    }
    if (documents.isEmpty()) {
      throw CommandFailedException.usage(name + " is empty.");
    }
    return documents;
  }

  private static String where(JsonProcessingException e) {
    return e.getLocation() == null ? "" : "line " + e.getLocation().getLineNr() + ": ";
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("").replaceAll("[.]*$", "");
  }

  private static String shown(JsonNode node) {
    String text = node.toString();
    return text.length() > 60 ? text.substring(0, 59) + "…" : text;
  }

  /** A record of a document; a field that it does not know is refused by name. */
  public static <T> T as(Class<T> type, JsonNode document) {
    try {
      return Json.mapper()
          .readerFor(type)
          .with(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .readValue(document);
    } catch (UnrecognizedPropertyException e) {
      String known =
          e.getKnownPropertyIds().stream()
              .map(String::valueOf)
              .sorted()
              .collect(Collectors.joining(", "));
      throw new InvalidDocumentException(path(e), "is no field; here there can be " + known);
    } catch (InvalidFormatException e) {
      throw new InvalidDocumentException(
          path(e), "cannot be '" + e.getValue() + "'" + choices(e.getTargetType()));
    } catch (JsonMappingException e) {
      if (e.getCause() instanceof InvalidFieldException invalid) {
        throw new InvalidDocumentException(inner(path(e), invalid.field()), invalid.requirement());
      }
      throw new InvalidDocumentException(
          path(e), "is of the wrong kind: " + firstLine(e.getOriginalMessage()));
    } catch (IOException e) {
      throw new IllegalStateException("a tree cannot fail to be read", e);
    }
  }

  private static String choices(Class<?> type) {
    if (type == null || !type.isEnum()) {
      return "";
    }
    List<String> names = new ArrayList<>();
    for (Object constant : type.getEnumConstants()) {
      names.add(Json.mapper().convertValue(constant, String.class));
    }
    return "; it must be of " + String.join(", ", names);
  }

  private static String path(JsonMappingException e) {
    StringBuilder path = new StringBuilder();
    for (JsonMappingException.Reference reference : e.getPath()) {
      if (reference.getFieldName() == null) {
        path.append('[').append(reference.getIndex()).append(']');
      } else {
        path.append(path.length() == 0 ? "" : ".").append(reference.getFieldName());
      }
    }
    return path.toString();
  }

  /** Many records name a field together with their own place. */
  private static String inner(String place, String field) {
    String last = place.substring(place.lastIndexOf('.') + 1);
    boolean named = field.equals(last) || field.startsWith(last + ".");
    String above = named ? place.substring(0, place.length() - last.length()) : place + ".";
    return place.isEmpty() ? field : above + field;
  }

  /** As YAML. */
  public static String yaml(Object value) {
    try {
      return YAML.writeValueAsString(Json.mapper().valueToTree(value)).stripTrailing();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("cannot be written as YAML: " + value, e);
    }
  }

  /** An empty document. */
  public static ObjectNode empty() {
    return Json.mapper().createObjectNode();
  }

  /** Puts a value at a path such as {@code training.rank}, making what is missing on the way. */
  public static void set(ObjectNode document, String path, Object value) {
    ObjectNode at = document;
    String[] names = path.split("\\.");
    for (int i = 0; i < names.length - 1; i++) {
      JsonNode next = at.get(names[i]);
      at = next instanceof ObjectNode object ? object : at.putObject(names[i]);
    }
    at.set(names[names.length - 1], Json.mapper().valueToTree(value));
  }

  /** What is in both, the second being stronger; objects are merged, anything else replaced. */
  public static ObjectNode merged(ObjectNode weak, ObjectNode strong) {
    ObjectNode all = weak.deepCopy();
    strong
        .fields()
        .forEachRemaining(
            entry -> {
              JsonNode old = all.get(entry.getKey());
              JsonNode fresh = entry.getValue();
              all.set(
                  entry.getKey(),
                  old instanceof ObjectNode below && fresh instanceof ObjectNode above
                      ? merged(below, above)
                      : fresh);
            });
    return all;
  }
}
