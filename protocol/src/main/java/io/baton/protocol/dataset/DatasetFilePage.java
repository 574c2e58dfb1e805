package io.baton.protocol.dataset;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.baton.protocol.field.Fields;
import java.util.List;
import java.util.Optional;

/**
 * A part of a dataset's files.
 *
 * @param files by name, at most 1,000 entries
 * @param next the name to ask on after; absent: there are no more
 */
@JsonInclude(JsonInclude.Include.NON_ABSENT)
public record DatasetFilePage(List<StoredDatasetFile> files, Optional<String> next) {
  public DatasetFilePage {
    files = Fields.listOrEmpty(files);
    next = Fields.orEmpty(next);
  }
}
