package io.baton.api.dashboard.jobs;

import io.baton.api.job.JobFilterParameters;
import io.baton.protocol.job.JobStatus;
import jakarta.ws.rs.core.UriBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

  static JobChoice of(Map<String, List<String>> parameters) {
    return new JobChoice(
        given(parameters, "status"),
        given(parameters, "label"),
        given(parameters, "owner").stream().findFirst(),
        given(parameters, "node").stream().findFirst());
  }

  private static List<String> given(Map<String, List<String>> parameters, String name) {
    return parameters.getOrDefault(name, List.of()).stream()
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .distinct()
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

  /** What it asks for, and the address of the list without that. */
  public List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    for (String label : labels) {
      List<String> others = labels.stream().filter(other -> !other.equals(label)).toList();
      parts.add(new Part("label " + label, new JobChoice(statuses, others, owner, node).address()));
    }
    owner.ifPresent(
        name ->
            parts.add(
                new Part(
                    "owner " + name,
                    new JobChoice(statuses, labels, Optional.empty(), node).address())));
    node.ifPresent(
        name ->
            parts.add(
                new Part(
                    "node " + name,
                    new JobChoice(statuses, labels, owner, Optional.empty()).address())));
    statuses.forEach(
        status ->
            parts.add(
                new Part(
                    "status " + status,
                    new JobChoice(
                            statuses.stream().filter(other -> !other.equals(status)).toList(),
                            labels,
                            owner,
                            node)
                        .address())));
    return parts;
  }

  /**
   * One thing that it asks for.
   *
   * @param without the address of the list that does not ask for it
   */
  public record Part(String text, String without) {}

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
