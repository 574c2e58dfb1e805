package io.baton.api.dashboard.compare;

import io.baton.protocol.job.sample.SampleSet;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;

/**
 * What the jobs drew by a step.
 *
 * @param open whether it is the one that is looked at
 */
public record SampleStep(int step, boolean open, List<Drawn> drawn) {
  public SampleStep {
    drawn = List.copyOf(drawn);
  }

  /**
   * The newest images of a job up to the step.
   *
   * @param set of this step, or of an earlier one where the job drew none then
   */
  public record Drawn(ComparedJob job, SampleSet set) {}

  /**
   * Every step at which any of the jobs drew something, the last one first.
   *
   * @param wanted the step to look at; the last one where there is none
   */
  static List<SampleStep> of(List<ComparedJob> jobs, Optional<Integer> wanted) {
    NavigableSet<Integer> steps = new TreeSet<>(Collections.reverseOrder());
    for (ComparedJob job : jobs) {
      job.samples().sets().forEach(set -> steps.add(set.step()));
    }
    if (steps.isEmpty()) {
      return List.of();
    }
    int open = wanted.filter(steps::contains).orElse(steps.first());
    List<SampleStep> shown = new ArrayList<>();
    for (int step : steps) {
      shown.add(new SampleStep(step, step == open, drawn(jobs, step)));
    }
    return shown;
  }

  private static List<Drawn> drawn(List<ComparedJob> jobs, int step) {
    List<Drawn> drawn = new ArrayList<>();
    for (ComparedJob job : jobs) {
      job.samples().sets().stream()
          .filter(set -> set.step() <= step)
          .reduce((former, latter) -> latter)
          .ifPresent(set -> drawn.add(new Drawn(job, set)));
    }
    return drawn;
  }
}
