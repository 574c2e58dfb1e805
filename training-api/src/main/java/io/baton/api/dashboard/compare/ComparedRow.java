package io.baton.api.dashboard.compare;

import io.baton.api.dashboard.text.OptionPath;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * A line of the table, with a value for each job.
 *
 * @param name of the result, or the path of the option
 * @param values in the order of the jobs; {@link #NONE} where a job has none
 * @param same whether all jobs have the same
 */
public record ComparedRow(String name, List<String> values, boolean same) {
  static final String NONE = "–";

  private ComparedRow(String name, List<String> values) {
    this(name, List.copyOf(values), new HashSet<>(values).size() <= 1);
  }

  /** Of an option. */
  public OptionPath path() {
    return new OptionPath(name);
  }

  /** What became of the jobs. */
  static List<ComparedRow> results(List<ComparedJob> jobs) {
    return List.of(
        row("Steps", jobs, ComparedJob::steps),
        row("Final loss", jobs, job -> job.finalLoss().orElse(NONE)),
        row("Lowest loss", jobs, job -> job.lowestLoss().orElse(NONE)),
        row("Node time", jobs, ComparedJob::nodeTime),
        row("Cost", jobs, job -> job.row().cost().orElse("no price set")),
        row("Interruptions", jobs, job -> Integer.toString(job.job().interruptions())),
        row("Steps done twice", jobs, ComparedJob::stepsLost),
        row("Failures", jobs, job -> Integer.toString(job.job().failures())));
  }

  private static ComparedRow row(
      String name, List<ComparedJob> jobs, Function<ComparedJob, String> value) {
    return new ComparedRow(name, jobs.stream().map(value).toList());
  }

  /**
   * Every option that any of the jobs has, in the order of paths.
   *
   * @param jobs the options of each job by path
   */
  static List<ComparedRow> options(List<Map<String, String>> jobs) {
    Set<String> paths = new TreeSet<>();
    jobs.forEach(options -> paths.addAll(options.keySet()));
    List<ComparedRow> rows = new ArrayList<>();
    for (String path : paths) {
      rows.add(
          new ComparedRow(
              path, jobs.stream().map(options -> options.getOrDefault(path, NONE)).toList()));
    }
    return rows;
  }
}
