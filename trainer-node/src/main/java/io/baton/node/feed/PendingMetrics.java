package io.baton.node.feed;

import io.baton.protocol.metric.MetricBatch;
import io.baton.protocol.metric.MetricSeries;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Points that were not sent yet. When there are too many, the oldest are forgotten. Not
 * thread-safe.
 */
final class PendingMetrics {
  private final int capacity;
  private final TreeMap<Integer, Map<String, Double>> byStep = new TreeMap<>();
  private int points;

  PendingMetrics(int capacity) {
    this.capacity = capacity;
  }

  void add(int step, Map<String, Double> numbers) {
    if (step < 1 || numbers.isEmpty()) {
      return;
    }
    Map<String, Double> before = byStep.put(step, Map.copyOf(numbers));
    points += numbers.size() - (before == null ? 0 : before.size());
    while (points > capacity) {
      points -= byStep.pollFirstEntry().getValue().size();
    }
  }

  /** The oldest points, as many as one call takes; empty when there are none. */
  Optional<MetricBatch> oldest() {
    SortedMap<String, TreeMap<Integer, Double>> series = new TreeMap<>();
    int taken = 0;
    for (Map.Entry<Integer, Map<String, Double>> step : byStep.entrySet()) {
      taken += step.getValue().size();
      if (taken > MetricBatch.MAX_POINTS) {
        break;
      }
      step.getValue()
          .forEach(
              (name, value) ->
                  series
                      .computeIfAbsent(name, unused -> new TreeMap<>())
                      .put(step.getKey(), value));
    }
    if (series.isEmpty()) {
      return Optional.empty();
    }
    List<MetricSeries> all = new ArrayList<>();
    series.forEach(
        (name, curve) ->
            all.add(
                new MetricSeries(name, List.copyOf(curve.keySet()), List.copyOf(curve.values()))));
    return Optional.of(new MetricBatch(all));
  }

  /** Forgets what was sent, unless it was measured anew meanwhile. */
  void remove(MetricBatch sent) {
    for (MetricSeries series : sent.series()) {
      for (int i = 0; i < series.steps().size(); i++) {
        int step = series.steps().get(i);
        Map<String, Double> known = byStep.get(step);
        if (known != null && series.values().get(i).equals(known.get(series.name()))) {
          Map<String, Double> rest = new TreeMap<>(known);
          rest.remove(series.name());
          points--;
          if (rest.isEmpty()) {
            byStep.remove(step);
          } else {
            byStep.put(step, rest);
          }
        }
      }
    }
  }
}
