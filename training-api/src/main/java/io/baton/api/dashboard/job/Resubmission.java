package io.baton.api.dashboard.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.baton.protocol.client.Json;
import io.baton.protocol.job.JobSpec;
import java.net.URI;

/** A command that submits the same job again. */
final class Resubmission {
  private Resubmission() {}

  static String curl(URI service, JobSpec spec) {
    try {
      String json = Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(spec);
      return "curl -H \"Authorization: Bearer $BATON_API_KEY\" -H 'Content-Type: application/json' \\\n  "
          + service.resolve("/v1/jobs")
          + " -d "
          + quoted(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("every spec is JSON", e);
    }
  }

  /** As one word of a shell, whatever is in it. */
  static String quoted(String text) {
    return "'" + text.replace("'", "'\\''") + "'";
  }
}
