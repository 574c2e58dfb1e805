package io.baton.k8s;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** YAML documents as trees, in which tests break things. */
record Documents(List<ObjectNode> trees) {
  private static final YAMLMapper YAML = new YAMLMapper();

  static Documents parse(String yaml) {
    try (MappingIterator<ObjectNode> documents =
        YAML.readerFor(ObjectNode.class).readValues(yaml)) {
      return new Documents(documents.readAll());
    } catch (IOException e) {
      throw new UncheckedIOException("not YAML", e);
    }
  }

  /** The one of this kind and name, where generated names may have a hash behind a dash. */
  ObjectNode of(String kind, String name) {
    List<ObjectNode> found =
        trees.stream()
            .filter(tree -> tree.path("kind").asText().equals(kind))
            .filter(tree -> tree.at("/metadata/name").asText().matches(name + "(-[a-z0-9]{10})?"))
            .toList();
    if (found.size() != 1) {
      throw new AssertionError(found.size() + " objects are the " + kind + " " + name);
    }
    return found.get(0);
  }

  /** A node within it, by a JSON pointer. */
  static ObjectNode at(ObjectNode tree, String pointer) {
    JsonNode node = tree.at(pointer);
    if (!(node instanceof ObjectNode object)) {
      throw new AssertionError("no object at " + pointer + " of " + tree);
    }
    return object;
  }
}
