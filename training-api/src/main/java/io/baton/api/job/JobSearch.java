package io.baton.api.job;

import io.baton.protocol.job.JobFilter;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.job.sample.SamplingLabel;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Finds jobs with statements that read the heads of indexes, however many jobs there are: a page is
 * merged from one ordered index scan for each status or, with a label, comes off the index of the
 * first label. {@code V4__jobs.sql} has the indexes.
 */
final class JobSearch {
  private final JobFilter filter;
  private final Map<String, Object> parameters = new LinkedHashMap<>();

  JobSearch(JobFilter filter) {
    this.filter = filter;
  }

  /** The values of the statement that was built last. */
  Map<String, Object> parameters() {
    return parameters;
  }

  /** Jobs after a cursor, newest first. */
  String page(JobCursor after, int limit) {
    parameters.clear();
    parameters.put("afterTime", after.createdAt());
    parameters.put("afterSequence", after.sequence());
    parameters.put("limit", limit);
    return filter.labels().isEmpty() ? pageByStatus() : pageByLabel();
  }

  private String pageByStatus() {
    List<String> heads = new ArrayList<>();
    for (JobStatus status : JobStatus.values()) {
      if (!filter.statuses().contains(status)) {
        continue;
      }
      String name = "status" + heads.size();
      parameters.put(name, status.wireName());
      List<String> conditions = new ArrayList<>(List.of("status = :" + name));
      conditions.addAll(ownConditions("job"));
      conditions.addAll(position("job"));
      heads.add(
          """
          (select * from job where %s
           order by created_at desc, sequence desc limit :limit)
          """
              .formatted(all(conditions)));
    }
    return "select * from ("
        + String.join("union all\n", heads)
        + ") head order by created_at desc, sequence desc limit :limit";
  }

  private String pageByLabel() {
    List<String> conditions = new ArrayList<>(List.of("label.term = :label0"));
    parameters.put("label0", filter.labels().get(0).toString());
    if (filter.owner().isPresent()) {
      conditions.add("label.owner = :owner");
    }
    conditions.addAll(position("label"));
    conditions.addAll(statusIn());
    conditions.addAll(ownConditions("job"));
    conditions.addAll(otherLabels(1));
    return """
    select job.* from job_label label join job on job.id = label.job_id where %s
    order by label.created_at desc, label.sequence desc limit :limit
    """
        .formatted(all(conditions));
  }

  /** How many jobs there are of each status. */
  String counts() {
    parameters.clear();
    List<String> conditions = new ArrayList<>(statusIn());
    conditions.addAll(chosenConditions("job"));
    conditions.addAll(times("job"));
    conditions.addAll(otherLabels(0));
    String some = "select status, count(*) as jobs from job where " + all(conditions);
    if (showsSampling()) {
      return some + " group by status";
    }
    // The index that all are counted on does not say which jobs only draw samples; those have one.
    return """
    select status, cast(sum(jobs) as bigint) from (
      %1$s group by status
      union all
      select status, -count(*) from job where sampled_job_id is not null and %2$s group by status
    ) counted group by status
    """
        .formatted(some, all(conditions));
  }

  private List<String> position(String table) {
    List<String> conditions = new ArrayList<>(times(table));
    conditions.add(
        "(%1$s.created_at, %1$s.sequence) < (:afterTime, :afterSequence)".formatted(table));
    return conditions;
  }

  private List<String> times(String table) {
    List<String> conditions = new ArrayList<>();
    filter
        .createdAfter()
        .ifPresent(
            at -> {
              conditions.add(table + ".created_at >= :createdAfter");
              parameters.put("createdAfter", at);
            });
    filter
        .createdBefore()
        .ifPresent(
            at -> {
              conditions.add(table + ".created_at < :createdBefore");
              parameters.put("createdBefore", at);
            });
    return conditions;
  }

  private List<String> statusIn() {
    if (filter.statuses().size() == JobStatus.values().length) {
      return List.of();
    }
    parameters.put(
        "statuses",
        filter.statuses().stream().map(JobStatus::wireName).collect(Collectors.toList()));
    return List.of("job.status in (:statuses)");
  }

  private List<String> ownConditions(String table) {
    List<String> conditions = new ArrayList<>();
    if (!showsSampling()) {
      conditions.add(table + ".sampled_job_id is null");
    }
    conditions.addAll(chosenConditions(table));
    return conditions;
  }

  /** Whether jobs that only draw samples of another are asked for. */
  private boolean showsSampling() {
    return filter.labels().stream().anyMatch(label -> label.key().equals(SamplingLabel.KEY));
  }

  private List<String> chosenConditions(String table) {
    List<String> conditions = new ArrayList<>();
    filter
        .owner()
        .ifPresent(
            owner -> {
              conditions.add(table + ".owner = :owner");
              parameters.put("owner", owner.value());
            });
    filter
        .dataset()
        .ifPresent(
            dataset -> {
              conditions.add(table + ".dataset_id = :dataset");
              parameters.put("dataset", dataset.value());
            });
    filter
        .node()
        .ifPresent(
            node -> {
              conditions.add(table + ".node_id = :node");
              parameters.put("node", node.value());
            });
    return conditions;
  }

  private List<String> otherLabels(int from) {
    List<String> conditions = new ArrayList<>();
    for (int i = from; i < filter.labels().size(); i++) {
      parameters.put("label" + i, filter.labels().get(i).toString());
      conditions.add(
          // By sequence, which the indexes of lists have: counting reads no job itself.
          "exists (select from job_label other where other.sequence = job.sequence and other.term ="
              + " :label"
              + i
              + ")");
    }
    return conditions;
  }

  private static String all(List<String> conditions) {
    return conditions.isEmpty() ? "true" : String.join(" and ", conditions);
  }
}
