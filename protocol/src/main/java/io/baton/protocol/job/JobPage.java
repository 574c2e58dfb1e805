package io.baton.protocol.job;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import java.util.List;
import java.util.Optional;

/**
 * A page of jobs, newest first.
 *
 * @param jobs newest first
 * @param nextCursor asks for the page that follows; absent on the last page
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record JobPage(List<Job> jobs, Optional<String> nextCursor) {
  public JobPage {
    jobs = Fields.listOrEmpty(jobs);
  }
}
