package io.baton.api.dashboard.compare;

import io.baton.api.dashboard.jobs.JobRow;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Jobs beside each other.
 *
 * @param comparison what the address says
 * @param refusals what in it cannot be compared
 * @param samples steps with sample images, the last one first
 * @param found jobs that could be added
 */
public record CompareView(
    Comparison comparison,
    List<ComparedJob> jobs,
    List<Refusal> refusals,
    List<ComparedRow> results,
    List<ComparedRow> options,
    List<SampleStep> samples,
    List<JobRow> found) {
  /** Whether it has to be brought up to date. */
  public boolean live() {
    return jobs.stream().anyMatch(ComparedJob::live);
  }

  public boolean alone() {
    return jobs.size() == 1;
  }

  /** How many columns the table has. */
  public int columns() {
    return jobs.size() + 1;
  }

  public long differing() {
    return options.stream().filter(row -> !row.same()).count();
  }

  /** The names of all series, and of the one that is drawn. */
  public Set<String> metrics() {
    Set<String> names = new TreeSet<>();
    names.add(comparison.chart().metric());
    jobs.forEach(job -> names.addAll(job.measured()));
    return names;
  }

  /** Choices for the lines of a job. */
  public List<ChartChoice.Lines> lines() {
    return List.of(ChartChoice.Lines.values());
  }

  /** How many sets of sample images there are: when it changes, there is more to see. */
  public int sampleSets() {
    return jobs.stream().mapToInt(job -> job.samples().total()).sum();
  }

  /** Jobs that have more steps with sample images than are shown. */
  public String withMoreSamples() {
    return jobs.stream()
        .filter(job -> job.samples().next().isPresent())
        .map(ComparedJob::letter)
        .collect(Collectors.joining(", "));
  }

  public int most() {
    return Comparison.MOST;
  }

  public int namesLookedAt() {
    return JobFinder.NAMES;
  }

  int status() {
    return refusals.stream().mapToInt(Refusal::status).min().orElse(200);
  }
}
