package io.baton.cli.job;

import io.baton.cli.CommandFailedException;
import io.baton.protocol.access.OwnerName;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.job.JobFilter;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.label.LabelSelector;
import io.baton.protocol.node.NodeId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/** Chooses jobs. */
final class JobFilterOptions {
  @Option(
      names = "--status",
      split = ",",
      paramLabel = "STATUS",
      description = "Only jobs that are ${COMPLETION-CANDIDATES}; several with commas.",
      completionCandidates = StatusNames.class)
  private List<JobStatus> statuses;

  @Option(
      names = {"-l", "--label"},
      paramLabel = "KEY[=VALUE]",
      description = "Only jobs with that label; several: with all of them.")
  private List<String> labels;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description =
          "Only jobs submitted then or later: 30m, 12h, 7d (that long ago), 2026-01-31, or"
              + " 2026-01-31T09:00:00Z.")
  private String since;

  @Option(names = "--before", paramLabel = "TIME", description = "Only jobs submitted before then.")
  private String before;

  @Option(names = "--dataset", paramLabel = "ID", description = "Only jobs that train on it.")
  private DatasetId dataset;

  @Option(
      names = "--node",
      paramLabel = "ID",
      description = "Only jobs whose newest attempt is or was there.")
  private NodeId node;

  @Option(
      names = "--owner",
      paramLabel = "NAME",
      description = "Only jobs of this owner; only operators see others'.")
  private OwnerName owner;

  JobFilter filter() {
    Instant now = Instant.now();
    return new JobFilter(
        statuses == null ? null : Set.copyOf(statuses),
        labels == null ? null : labels.stream().map(LabelSelector::parse).toList(),
        Optional.ofNullable(since).map(text -> time("--since", text, now)),
        Optional.ofNullable(before).map(text -> time("--before", text, now)),
        Optional.ofNullable(dataset),
        Optional.ofNullable(node),
        Optional.ofNullable(owner));
  }

  static Instant time(String option, String text, Instant now) {
    try {
      if (text.matches("\\d{1,6}[smhd]")) {
        String unit = text.substring(text.length() - 1).toUpperCase(Locale.ROOT);
        String number = text.substring(0, text.length() - 1);
        return now.minus(
            Duration.parse(unit.equals("D") ? "P" + number + "D" : "PT" + number + unit));
      }
      return text.contains("T")
          ? Instant.parse(text)
          : LocalDate.parse(text).atStartOfDay(ZoneId.systemDefault()).toInstant();
    } catch (DateTimeParseException e) {
      throw CommandFailedException.usage(
          option
              + " must be a time such as 30m, 12h, 7d, 2026-01-31 or 2026-01-31T09:00:00Z, not '"
              + text
              + "'.");
    }
  }

  /** As they are in JSON. */
  static final class StatusNames extends java.util.ArrayList<String> {
    private static final long serialVersionUID = 1L;

    StatusNames() {
      for (JobStatus status : JobStatus.values()) {
        add(status.wireName());
      }
    }
  }
}
