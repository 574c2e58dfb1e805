package io.baton.protocol.client;

import io.baton.protocol.job.JobFilter;
import io.baton.protocol.job.JobStatus;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A filter as query parameters. */
final class JobFilterQuery {
  private final List<String> parts = new ArrayList<>();

  private JobFilterQuery() {}

  /** The parameters, each after an ampersand. */
  static String of(JobFilter filter) {
    JobFilterQuery query = new JobFilterQuery();
    if (filter.statuses().size() < JobStatus.values().length) {
      filter.statuses().stream().sorted().forEach(status -> query.add("status", status.wireName()));
    }
    filter.labels().forEach(label -> query.add("label", label));
    filter.createdAfter().ifPresent(at -> query.add("createdAfter", at));
    filter.createdBefore().ifPresent(at -> query.add("createdBefore", at));
    filter.dataset().ifPresent(dataset -> query.add("dataset", dataset));
    filter.node().ifPresent(node -> query.add("node", node));
    filter.owner().ifPresent(owner -> query.add("owner", owner));
    return String.join("", query.parts);
  }

  private void add(String name, Object value) {
    parts.add("&" + name + "=" + URLEncoder.encode(value.toString(), StandardCharsets.UTF_8));
  }
}
