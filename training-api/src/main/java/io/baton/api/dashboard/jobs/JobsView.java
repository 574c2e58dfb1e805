package io.baton.api.dashboard.jobs;

import java.util.List;
import java.util.Optional;

/**
 * The list of jobs.
 *
 * @param total jobs that the choice has in any status
 * @param next the address of the page after; empty on the last
 * @param notice what became of what the reader just did
 */
public record JobsView(
    JobChoice choice,
    List<StatusCount> counts,
    String total,
    List<JobRow> rows,
    Optional<String> next,
    Optional<String> notice) {}
