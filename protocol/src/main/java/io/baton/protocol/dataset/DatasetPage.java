package io.baton.protocol.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import java.util.List;
import java.util.Optional;

/**
 * A page of datasets, newest first.
 *
 * @param datasets without their files
 * @param nextCursor asks for the page that follows; absent on the last page
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record DatasetPage(List<Dataset> datasets, Optional<String> nextCursor) {
  public DatasetPage {
    datasets = Fields.listOrEmpty(datasets);
    nextCursor = Fields.orDefault(nextCursor, Optional.empty());
  }
}
