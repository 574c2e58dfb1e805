package io.baton.protocol.log;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import io.baton.protocol.job.Attempt;
import java.util.List;
import java.util.Optional;

/**
 * The end of what the trainer of an attempt printed.
 *
 * @param attempt whose it is; absent before the first attempt
 * @param lines oldest first, at most 10,000 entries; where numbers are left out, lines never came
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record JobLog(Optional<Attempt> attempt, List<Line> lines) {
  public JobLog {
    attempt = Fields.orDefault(attempt, Optional.empty());
    lines = Fields.listOrEmpty(lines);
  }

  /**
   * A line.
   *
   * @param number counted from 0 over the attempt, at least 0
   * @param text without its line break, at most 2,000 characters
   */
  public record Line(long number, String text) {}
}
