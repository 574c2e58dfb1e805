package io.baton.sdxl.inspect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.baton.sdxl.safetensors.TensorType;
import io.baton.sdxl.safetensors.ValueStatistics;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Counts over tensors. */
final class TensorFacts {

  private long tensors;
  private long elements;
  private long bytes;
  private final Map<TensorType, Long> types = new TreeMap<>();
  private ValueStatistics statistics = ValueStatistics.NONE;
  private final List<String> notFinite = new ArrayList<>();

  /** Counts a tensor and looks at all its values. */
  void add(String name, TensorType type, ByteBuffer data) {
    tensors++;
    elements += data.remaining() / type.bytes();
    bytes += data.remaining();
    types.merge(type, 1L, Long::sum);
    ValueStatistics own = ValueStatistics.of(data, type).orElse(ValueStatistics.NONE);
    statistics = statistics.and(own);
    if (!own.isFinite()) {
      notFinite.add(name);
    }
  }

  void addTo(ObjectNode facts) {
    facts.put("tensors", tensors);
    facts.put("parameters", elements);
    facts.put("bytes", bytes);
    ObjectNode dtypes = facts.putObject("dtypes");
    types.forEach((type, count) -> dtypes.put(type.name(), count));
    if (statistics.values() > 0) {
      facts.put("l2_norm", Math.sqrt(statistics.squares()));
      facts.put("largest_absolute_value", statistics.largest());
    }
  }

  /** Says which tensors hold values that are no finite numbers. */
  void judge(Report report, String where) {
    if (!notFinite.isEmpty()) {
      report.problem(
          "%s has %,d values that are not a number and %,d infinite ones, in %,d tensors, the first of which is '%s'."
              .formatted(
                  where,
                  statistics.notNumbers(),
                  statistics.infinite(),
                  notFinite.size(),
                  notFinite.get(0)));
    }
  }
}
