package io.baton.protocol.job.sample;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import java.util.List;
import java.util.Optional;

/**
 * A part of a job's sample images.
 *
 * @param sets by step, at most 1,000 entries
 * @param total sets that the job has in all, at least 0
 * @param next the step to ask on after, at least 1; absent: there are no more for now
 * @param undrawn of the same steps those without images, which jobs of their own draw or were to
 *     draw; by step, at most 1,000 entries
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record SamplePage(
    List<SampleSet> sets, int total, Optional<Integer> next, List<UndrawnSamples> undrawn) {
  public SamplePage {
    sets = Fields.listOrEmpty(sets);
    next = Fields.orEmpty(next);
    undrawn = Fields.listOrEmpty(undrawn);
  }
}
