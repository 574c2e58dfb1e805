package io.baton.api.dashboard.jobs;

import java.util.List;
import java.util.Optional;

/**
 * The list of jobs.
 *
 * @param here the address of this very page of the list
 * @param later whether there are newer jobs than these
 * @param total jobs that the choice has in any status
 * @param next the address of the page after; empty on the last
 * @param outcome of what the reader just did
 */
public record JobsView(
    JobChoice choice,
    String here,
    boolean later,
    List<StatusCount> counts,
    String total,
    List<JobRow> rows,
    Optional<String> next,
    BulkOutcome outcome) {
  public JobsView {
    counts = List.copyOf(counts);
    rows = List.copyOf(rows);
  }
}
