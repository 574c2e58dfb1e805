package io.baton.api.contract;

import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import io.baton.protocol.client.Json;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.models.media.Schema;
import org.eclipse.microprofile.openapi.models.media.Schema.SchemaType;

/** Writes what the records' Javadoc says into their schemas. */
final class SchemaDescriptions {
  private final ContractTypes types;

  SchemaDescriptions(ContractTypes types) {
    this.types = types;
  }

  void describe(String name, Schema schema) {
    Set<String> properties =
        schema.getProperties() == null ? Set.of() : schema.getProperties().keySet();
    types.ofSchema(name, properties).ifPresent(type -> describe(type, schema));
  }

  private static void describe(Class<?> type, Schema schema) {
    String text = type.isEnum() ? enumText(type) : KeptJavadoc.ofType(type);
    if (schema.getDescription() == null && !text.isEmpty()) {
      schema.setDescription(text);
    }
    if (type.isRecord() && !isValueType(type)) {
      describeComponents(type, schema);
    }
  }

  private static boolean isValueType(Class<?> type) {
    return Arrays.stream(type.getDeclaredMethods())
        .anyMatch(method -> method.isAnnotationPresent(JsonValue.class));
  }

  private static void describeComponents(Class<?> type, Schema schema) {
    Map<String, String> texts = KeptJavadoc.ofComponents(type);
    List<String> required = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      Schema property = schema.getProperties().get(component.getName());
      String text = texts.getOrDefault(component.getName(), "");
      if (property != null && !text.isEmpty()) {
        property.setDescription(sentence(text));
        applyFacets(property, component.getType(), text);
      }
      if (component.getType() != Optional.class && !Facets.allowsAbsence(text)) {
        required.add(component.getName());
      }
    }
    schema.setRequired(required.isEmpty() ? null : required);
  }

  private static String enumText(Class<?> type) {
    Map<String, String> texts = KeptJavadoc.ofConstants(type);
    String constants =
        Arrays.stream(type.getEnumConstants())
            .map(constant -> constantText(constant, texts))
            .collect(Collectors.joining());
    return KeptJavadoc.ofType(type) + "\n" + constants;
  }

  private static String constantText(Object constant, Map<String, String> texts) {
    String text = texts.getOrDefault(((Enum<?>) constant).name(), "");
    JsonNode wireName = Json.mapper().valueToTree(constant);
    return "\n- `" + wireName.asText() + "`" + (text.isEmpty() ? "" : ": " + text);
  }

  /** Also of query parameters, whose type the text decides. */
  static void applyFacets(Schema schema, Class<?> type, String text) {
    Facets facets = Facets.of(text, unit(schema));
    switch (facets.unit()) {
      case VALUE -> {
        facets.min().ifPresent(schema::setMinimum);
        facets.max().ifPresent(schema::setMaximum);
        facets.above().ifPresent(schema::setExclusiveMinimum);
        facets.below().ifPresent(schema::setExclusiveMaximum);
        facets.multipleOf().ifPresent(schema::setMultipleOf);
      }
      case CHARACTERS -> {
        facets.min().map(BigDecimal::intValue).ifPresent(schema::setMinLength);
        facets.max().map(BigDecimal::intValue).ifPresent(schema::setMaxLength);
      }
      case ENTRIES -> {
        facets.min().map(BigDecimal::intValue).ifPresent(schema::setMinItems);
        facets.max().map(BigDecimal::intValue).ifPresent(schema::setMaxItems);
      }
    }
    facets
        .defaultText()
        .flatMap(value -> literal(value, schema, type))
        .ifPresent(schema::setDefaultValue);
  }

  private static Facets.Unit unit(Schema schema) {
    return is(schema, SchemaType.STRING)
        ? Facets.Unit.CHARACTERS
        : is(schema, SchemaType.ARRAY) ? Facets.Unit.ENTRIES : Facets.Unit.VALUE;
  }

  private static boolean is(Schema schema, SchemaType type) {
    return schema.getType() != null && schema.getType().contains(type);
  }

  private static Optional<Object> literal(String text, Schema schema, Class<?> type) {
    if (is(schema, SchemaType.ARRAY)) {
      return text.equals("none") ? Optional.of(List.of()) : Optional.empty();
    }
    if (is(schema, SchemaType.BOOLEAN)) {
      return Optional.of(Boolean.valueOf(text));
    }
    if (is(schema, SchemaType.INTEGER) || is(schema, SchemaType.NUMBER)) {
      return text.matches("-?[\\d,.]+([eE]-?\\d+)?")
          ? Optional.of(Facets.number(text))
          : Optional.empty();
    }
    if (type.isEnum()) {
      return Arrays.stream(type.getEnumConstants())
          .map(constant -> Json.mapper().valueToTree(constant).asText())
          .filter(text::equals)
          .<Object>map(name -> name)
          .findFirst();
    }
    return Optional.empty();
  }

  private static String sentence(String text) {
    return Character.toUpperCase(text.charAt(0)) + text.substring(1);
  }
}
