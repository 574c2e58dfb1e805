package io.baton.sdxl.safetensors;

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
    SafetensorsHeader header = new HeaderParser(dataLength).parse(json);
    header.requireFilled(dataLength);
    return header;
  }

  private void requireFilled(long dataLength) throws MalformedHeaderException {
    List<TensorInfo> inFileOrder = new ArrayList<>(tensors.values());
    inFileOrder.sort(Comparator.comparing(TensorInfo::begin).thenComparing(TensorInfo::end));
    long position = 0;
    for (TensorInfo tensor : inFileOrder) {
      if (tensor.begin() != position) {
        throw new MalformedHeaderException(
            "tensor '%s' begins at byte %d where byte %d is next"
                .formatted(HeaderParser.shortened(tensor.name()), tensor.begin(), position));
      }
      position = tensor.end();
    }
    if (position != dataLength) {
      throw new MalformedHeaderException(
          "its tensors take %d bytes and it holds %d".formatted(position, dataLength));
    }
  }
}
