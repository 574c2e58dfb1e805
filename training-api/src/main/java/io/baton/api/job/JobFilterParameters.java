package io.baton.api.job;

import io.baton.api.problem.QueryParameters;
import io.baton.protocol.access.OwnerName;
import io.baton.protocol.dataset.DatasetId;
import io.baton.protocol.job.JobFilter;
import io.baton.protocol.job.JobStatus;
import io.baton.protocol.label.LabelSelector;
import io.baton.protocol.node.NodeId;
import jakarta.ws.rs.QueryParam;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;

/** The query parameters that choose jobs. */
public class JobFilterParameters {
  @Parameter(description = "Only jobs in one of these statuses; may be repeated, or have commas")
  @QueryParam("status")
  public List<String> status;

  @Parameter(description = "Only jobs with this label: key or key=value; may be repeated: all")
  @QueryParam("label")
  public List<String> label;

  @Parameter(description = "Only jobs submitted then or later, such as 2026-01-31T09:00:00Z")
  @QueryParam("createdAfter")
  public String createdAfter;

  @Parameter(description = "Only jobs submitted before then, such as 2026-01-31T09:00:00Z")
  @QueryParam("createdBefore")
  public String createdBefore;

  @Parameter(description = "Only jobs that train on this dataset")
  @QueryParam("dataset")
  public String dataset;

  @Parameter(description = "Only jobs whose newest attempt is or was on this node")
  @QueryParam("node")
  public String node;

  @Parameter(description = "Only jobs of this owner; others than operators have their own only")
  @QueryParam("owner")
  public String owner;

  /** What chooses every job that the caller may see. */
  public static JobFilterParameters any() {
    JobFilterParameters any = new JobFilterParameters();
    any.status = List.of();
    any.label = List.of();
    return any;
  }

  JobFilter filter() {
    return new JobFilter(
        statuses(),
        label.stream().map(LabelSelector::parse).toList(),
        QueryParameters.time("createdAfter", createdAfter),
        QueryParameters.time("createdBefore", createdBefore),
        QueryParameters.name("dataset", dataset, DatasetId::new),
        QueryParameters.name("node", node, NodeId::new),
        QueryParameters.name("owner", owner, OwnerName::new));
  }

  private Set<JobStatus> statuses() {
    return status.stream()
        .flatMap(text -> Arrays.stream(text.split(",", -1)))
        .map(
            text ->
                QueryParameters.oneOf("status", text, JobStatus.values(), JobStatus::wireName)
                    .orElseThrow())
        .collect(Collectors.toSet());
  }
}
