package io.baton.protocol.metric;

import io.baton.protocol.field.Fields;
import io.baton.protocol.field.InvalidFieldException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What a trainer measured since the last batch. Sending it again changes nothing. All series
 * together hold at most 10,000 points.
 *
 * @param series each under a name of its own, 1 to 64 entries
 */
public record MetricBatch(List<MetricSeries> series) {
  /** Most points in a batch. */
  public static final int MAX_POINTS = MetricSeries.MAX_POINTS;

  /** Most series of a job. */
  public static final int MAX_SERIES = 64;

  public MetricBatch {
    series = Fields.listOrEmpty(series);
    Fields.inRange("series", series.size(), 1, MAX_SERIES);
    Set<String> names = new HashSet<>();
    int points = 0;
    for (MetricSeries each : series) {
      if (!names.add(each.name())) {
        throw new InvalidFieldException("series", "must not hold '" + each.name() + "' twice");
      }
      points += each.steps().size();
    }
    if (points > MAX_POINTS) {
      throw new InvalidFieldException(
          "series", "must hold at most " + MAX_POINTS + " points, not " + points);
    }
  }
}
