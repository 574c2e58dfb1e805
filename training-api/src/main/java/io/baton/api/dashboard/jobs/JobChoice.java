package io.baton.api.dashboard.jobs;

import io.baton.api.job.JobFilterParameters;
import io.baton.protocol.job.JobStatus;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.core.UriBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which jobs the list shows, as its address says. Forms send fields that nobody filled in as empty:
 * those choose nothing.
 */
public record JobChoice(
    List<String> statuses, List<String> labels, Optional<String> owner, Optional<String> node) {
  private static final String LIST = "/ui/jobs";

  public JobChoice {
    statuses = List.copyOf(statuses);
    labels = List.copyOf(labels);
  }

  static JobChoice of(MultivaluedMap<String, String> parameters) {
    return new JobChoice(
        given(parameters, "status"),
        given(parameters, "label"),
        given(parameters, "owner").stream().findFirst(),
        given(parameters, "node").stream().findFirst());
  }

  private static List<String> given(MultivaluedMap<String, String> parameters, String name) {
    return parameters.getOrDefault(name, List.of()).stream()
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .toList();
  }

  /** As the REST API takes it. */
  JobFilterParameters parameters() {
    JobFilterParameters parameters = withoutStatus();
    parameters.status = statuses;
    return parameters;
  }

  /** The same in any status: what the counts by status are of. */
  JobFilterParameters withoutStatus() {
    JobFilterParameters parameters = new JobFilterParameters();
    parameters.status = List.of();
    parameters.label = labels;
    parameters.owner = owner.orElse(null);
    parameters.node = node.orElse(null);
    return parameters;
  }

  /** Whether it leaves anything out. */
  public boolean narrows() {
    return !statuses.isEmpty() || !labels.isEmpty() || owner.isPresent() || node.isPresent();
  }

  public boolean has(JobStatus status) {
    return statuses.contains(status.wireName());
  }

  public String label() {
    return String.join(" ", labels);
  }

  /** The address of the list with this status chosen besides, or no longer. */
  public String toggled(JobStatus status) {
    List<String> others = new ArrayList<>(statuses);
    if (!others.remove(status.wireName())) {
      others.add(status.wireName());
    }
    return new JobChoice(others, labels, owner, node).address();
  }

  /** The address of the list with any status. */
  public String anyStatus() {
    return new JobChoice(List.of(), labels, owner, node).address();
  }

  /** The address of the list. */
  public String address() {
    return builder().build().toString();
  }

  /** The address of the page after. */
  public String after(String cursor) {
    return builder().queryParam("cursor", cursor).build().toString();
  }

  private UriBuilder builder() {
    UriBuilder address = UriBuilder.fromPath(LIST);
    statuses.forEach(status -> address.queryParam("status", status));
    labels.forEach(label -> address.queryParam("label", label));
    owner.ifPresent(name -> address.queryParam("owner", name));
    node.ifPresent(name -> address.queryParam("node", name));
    return address;
  }
}
