package io.baton.protocol.metric;

import io.baton.protocol.field.Fields;
import io.baton.protocol.field.InvalidFieldException;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Points of one line in a chart: {@code values} holds the value at each of {@code steps}.
 *
 * @param name what was measured, such as loss, learningRate, gradientNorm or stepsPerSecond; 1 to
 *     64 characters, a letter first, then letters, digits and any of . _ / -
 * @param steps optimizer steps, counted over all attempts, each at least 1 and larger than the one
 *     before; 1 to 10,000 entries
 * @param values as many as there are steps, none of them infinite; 1 to 10,000 entries
 */
public record MetricSeries(String name, List<Integer> steps, List<Double> values) {
  static final int MAX_POINTS = 10_000;
  private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9._/-]{0,63}");

  public MetricSeries {
    Fields.matching(
        "name",
        name,
        NAME,
        "must be 1 to 64 characters, a letter first, then letters, digits and any of . _ / -");
    steps = Fields.listOrEmpty(steps);
    values = Fields.listOrEmpty(values);
    Fields.inRange("steps", steps.size(), 1, MAX_POINTS);
    if (values.size() != steps.size()) {
      throw new InvalidFieldException(
          "values",
          "must have as many entries as there are steps, "
              + steps.size()
              + ", not "
              + values.size());
    }
    int before = 0;
    for (int step : steps) {
      if (step <= before) {
        throw new InvalidFieldException(
            "steps", "must each be larger than the one before and at least 1, not " + step);
      }
      before = step;
    }
    for (double value : values) {
      if (!Double.isFinite(value)) {
        throw new InvalidFieldException("values", "must be finite numbers, not " + value);
      }
    }
  }
}
