package io.baton.sdxl.safetensors;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The header of a safetensors file: which tensor lies where.
 *
 * @param tensors by name
 * @param metadata the writer's own notes
 */
record SafetensorsHeader(SortedMap<String, TensorInfo> tensors, Map<String, String> metadata) {

  private static final String METADATA = "__metadata__";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  SafetensorsHeader {
    tensors = Collections.unmodifiableSortedMap(new TreeMap<>(tensors));
    metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
  }

  /**
   * Reads the header's JSON and holds it to the format's rules.
   *
   * @param dataLength bytes after the header
   * @throws MalformedHeaderException saying which rule it breaks
   */
  static SafetensorsHeader parse(byte[] json, long dataLength) throws MalformedHeaderException {
    JsonNode root = tree(json);
    SortedMap<String, TensorInfo> tensors = new TreeMap<>();
    Map<String, String> metadata = new TreeMap<>();
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      if (entry.getKey().equals(METADATA)) {
        readMetadata(entry.getValue(), metadata);
      } else {
        tensors.put(entry.getKey(), tensor(entry.getKey(), entry.getValue(), dataLength));
      }
    }
    requireFilled(tensors, dataLength);
    return new SafetensorsHeader(tensors, metadata);
  }

  private static JsonNode tree(byte[] json) throws MalformedHeaderException {
    try {
      JsonNode root = JSON.readTree(json);
      if (root == null || !root.isObject()) {
        throw new MalformedHeaderException("its header is not a JSON object");
      }
      return root;
    } catch (IOException | StackOverflowError e) {
      throw new MalformedHeaderException("its header is not JSON");
    }
  }

  private static void readMetadata(JsonNode node, Map<String, String> into)
      throws MalformedHeaderException {
    if (!node.isObject()) {
      throw new MalformedHeaderException("its metadata is not a JSON object");
    }
    for (Map.Entry<String, JsonNode> entry : node.properties()) {
      if (!entry.getValue().isTextual()) {
        throw new MalformedHeaderException(
            "its metadata entry '%s' is not text".formatted(entry.getKey()));
      }
      into.put(entry.getKey(), entry.getValue().textValue());
    }
  }

  private static TensorInfo tensor(String name, JsonNode node, long dataLength)
      throws MalformedHeaderException {
    String typeName = node.path("dtype").asText();
    TensorType type =
        TensorType.of(typeName)
            .orElseThrow(
                () ->
                    new MalformedHeaderException(
                        "tensor '%s' has the unknown dtype '%s'".formatted(name, typeName)));
    List<Long> shape = integers(name, "shape", node);
    List<Long> offsets = integers(name, "data_offsets", node);
    if (offsets.size() != 2 || offsets.get(0) > offsets.get(1) || offsets.get(1) > dataLength) {
      throw new MalformedHeaderException(
          "tensor '%s' claims bytes %s of %d".formatted(name, offsets, dataLength));
    }
    try {
      return new TensorInfo(name, type, shape, offsets.get(0), offsets.get(1));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new MalformedHeaderException(
          "tensor '%s' of shape %s does not fit its bytes %s".formatted(name, shape, offsets));
    }
  }

  private static List<Long> integers(String tensor, String field, JsonNode node)
      throws MalformedHeaderException {
    List<Long> values = new ArrayList<>();
    JsonNode array = node.path(field);
    boolean valid = array.isArray();
    for (JsonNode value : array) {
      valid &= value.isIntegralNumber() && value.canConvertToLong() && value.longValue() >= 0;
      values.add(value.longValue());
    }
    if (!valid) {
      throw new MalformedHeaderException("tensor '%s' has no valid '%s'".formatted(tensor, field));
    }
    return values;
  }

  private static void requireFilled(Map<String, TensorInfo> tensors, long dataLength)
      throws MalformedHeaderException {
    List<TensorInfo> inFileOrder = new ArrayList<>(tensors.values());
    inFileOrder.sort(Comparator.comparing(TensorInfo::begin).thenComparing(TensorInfo::end));
    long position = 0;
    for (TensorInfo tensor : inFileOrder) {
      if (tensor.begin() != position) {
        throw new MalformedHeaderException(
            "tensor '%s' begins at byte %d where byte %d is next"
                .formatted(tensor.name(), tensor.begin(), position));
      }
      position = tensor.end();
    }
    if (position != dataLength) {
      throw new MalformedHeaderException(
          "its tensors take %d bytes and it holds %d".formatted(position, dataLength));
    }
  }
}
