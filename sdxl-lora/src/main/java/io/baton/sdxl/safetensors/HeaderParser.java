package io.baton.sdxl.safetensors;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.ByteArrayInputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Reads a header's JSON token by token, so that a hostile one takes little more memory than its own
 * bytes. Depth of nesting and lengths of names and numbers are bounded by the JSON parser.
 */
final class HeaderParser {

  private static final String METADATA = "__metadata__";

  /** SDXL whole has 2,641; a header of 100 MB has room for two million. */
  private static final int MAXIMUM_TENSORS = 200_000;

  private static final int MAXIMUM_DIMENSIONS = 32;
  private static final int MAXIMUM_FIELDS = 32;
  private static final int MAXIMUM_NOTES = 100_000;
  private static final int SHOWN_CHARACTERS = 100;

  // Names differ from file to file: interning and hashing them costs, and hostile ones collide.
  private static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  private final long dataLength;
  private final SortedMap<String, TensorInfo> tensors = new TreeMap<>();
  private final Map<String, String> metadata = new TreeMap<>();

  /**
   * @param dataLength bytes after the header
   */
  HeaderParser(long dataLength) {
    this.dataLength = dataLength;
  }

  SafetensorsHeader parse(byte[] json) throws MalformedHeaderException {
    try (JsonParser parser =
        JSON.createParser(
            new InputStreamReader(
                new ByteArrayInputStream(json), StandardCharsets.UTF_8.newDecoder()))) {
      readHeader(parser);
    } catch (CharacterCodingException | CharConversionException e) {
      throw new MalformedHeaderException("its header is not UTF-8");
    } catch (IOException e) {
      throw new MalformedHeaderException("its header is not JSON");
    }
    return new SafetensorsHeader(tensors, metadata);
  }

  private void readHeader(JsonParser parser) throws IOException, MalformedHeaderException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new MalformedHeaderException("its header is not a JSON object");
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String name = parser.currentName();
      if (name.equals(METADATA)) {
        readMetadata(parser);
      } else {
        tensors.put(name, readTensor(name, parser));
      }
      if (tensors.size() > MAXIMUM_TENSORS) {
        throw new MalformedHeaderException(
            "it claims more than %d tensors".formatted(MAXIMUM_TENSORS));
      }
    }
    if (parser.nextToken() != null) {
      throw new MalformedHeaderException("its header goes on after its JSON object");
    }
  }

  private void readMetadata(JsonParser parser) throws IOException, MalformedHeaderException {
    if (parser.nextToken() != JsonToken.START_OBJECT) {
      throw new MalformedHeaderException("its metadata is not a JSON object");
    }
    while (parser.nextToken() != JsonToken.END_OBJECT) {
      String key = parser.currentName();
      if (parser.nextToken() != JsonToken.VALUE_STRING) {
        throw new MalformedHeaderException(
            "its metadata entry '%s' is not text".formatted(shortened(key)));
      }
      metadata.put(key, parser.getText());
      if (metadata.size() > MAXIMUM_NOTES) {
        throw new MalformedHeaderException(
            "its metadata has more than %d entries".formatted(MAXIMUM_NOTES));
      }
    }
  }

  private TensorInfo readTensor(String name, JsonParser parser)
      throws IOException, MalformedHeaderException {
    Optional<String> typeName = Optional.empty();
    Optional<List<Long>> shape = Optional.empty();
    Optional<List<Long>> offsets = Optional.empty();
    if (parser.nextToken() == JsonToken.START_OBJECT) {
      for (int field = 0; parser.nextToken() != JsonToken.END_OBJECT; field++) {
        if (field == MAXIMUM_FIELDS) {
          throw new MalformedHeaderException(
              "tensor '%s' has more than %d fields".formatted(shortened(name), MAXIMUM_FIELDS));
        }
        String key = parser.currentName();
        parser.nextToken();
        switch (key) {
          case "dtype" -> typeName = Optional.of(parser.getValueAsString(""));
          case "shape" -> shape = readIntegers(parser);
          case "data_offsets" -> offsets = readIntegers(parser);
          // The format's own reader passes over other fields too.
          default -> {}
        }
        if (parser.currentToken().isStructStart()) {
          throw without(name, shortened(key));
        }
      }
    }
    return tensor(
        name,
        typeName.orElseThrow(() -> without(name, "dtype")),
        shape.orElseThrow(() -> without(name, "shape")),
        offsets.orElseThrow(() -> without(name, "data_offsets")));
  }

  /** A list of whole numbers from 0 on; nothing, with the parser inside, where it is none. */
  private static Optional<List<Long>> readIntegers(JsonParser parser)
      throws IOException, MalformedHeaderException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      return Optional.empty();
    }
    List<Long> values = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT
          || parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER
          || parser.getLongValue() < 0) {
        throw new MalformedHeaderException(
            "its header has '%s' where a size is wanted".formatted(shortened(parser.getText())));
      }
      if (values.size() == MAXIMUM_DIMENSIONS) {
        throw new MalformedHeaderException(
            "a tensor has more than %d dimensions".formatted(MAXIMUM_DIMENSIONS));
      }
      values.add(parser.getLongValue());
    }
    return Optional.of(values);
  }

  private TensorInfo tensor(String name, String typeName, List<Long> shape, List<Long> offsets)
      throws MalformedHeaderException {
    TensorType type =
        TensorType.of(typeName)
            .orElseThrow(
                () ->
                    new MalformedHeaderException(
                        "tensor '%s' has the unknown dtype '%s'"
                            .formatted(shortened(name), shortened(typeName))));
    if (offsets.size() != 2 || offsets.get(0) > offsets.get(1) || offsets.get(1) > dataLength) {
      throw new MalformedHeaderException(
          "tensor '%s' claims bytes %s of %d".formatted(shortened(name), offsets, dataLength));
    }
    try {
      return new TensorInfo(name, type, shape, offsets.get(0), offsets.get(1));
    } catch (IllegalArgumentException | ArithmeticException e) {
      throw new MalformedHeaderException(
          "tensor '%s' of shape %s does not fit its bytes %s"
              .formatted(shortened(name), shape, offsets));
    }
  }

  private static MalformedHeaderException without(String tensor, String field) {
    return new MalformedHeaderException(
        "tensor '%s' has no valid '%s'".formatted(shortened(tensor), field));
  }

  /** For a message: no file gets to fill the screen or to move the cursor. */
  static String shortened(String text) {
    String shown =
        text.codePoints()
            .limit(SHOWN_CHARACTERS)
            .collect(
                StringBuilder::new,
                (builder, point) ->
                    builder.appendCodePoint(Character.isISOControl(point) ? '?' : point),
                StringBuilder::append)
            .toString();
    return shown.length() < text.length() ? shown + "…" : shown;
  }
}
