package io.baton.protocol.metric;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import io.baton.protocol.job.Attempt;
import java.util.List;
import java.util.Optional;

/**
 * What was measured while a job trained. When a new attempt measures for the first time, what
 * former ones measured from that step on is gone: whoever asks on after a step begins again when
 * {@code attempt} changes.
 *
 * @param attempt the newest attempt that has measured something; absent before the first
 * @param series by name, at most 64 entries
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record JobMetrics(Optional<Attempt> attempt, List<Curve> series) {
  public JobMetrics {
    attempt = Fields.orDefault(attempt, Optional.empty());
    series = Fields.listOrEmpty(series);
  }

  /**
   * A line in a chart: {@code values} holds the value at each of {@code steps}.
   *
   * @param name what was measured
   * @param points how many points there are in the range that was asked for, at least 0; where
   *     there are more than were asked for, the lowest and the highest of each stretch are given
   * @param steps optimizer steps in rising order, at most 10,000 entries
   * @param values as many as there are steps, at most 10,000 entries
   */
  public record Curve(String name, long points, List<Integer> steps, List<Double> values) {
    public Curve {
      steps = Fields.listOrEmpty(steps);
      values = Fields.listOrEmpty(values);
    }
  }
}
