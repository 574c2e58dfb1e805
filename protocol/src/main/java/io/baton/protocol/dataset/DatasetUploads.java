package io.baton.protocol.dataset;

import io.baton.protocol.field.Fields;
import io.baton.protocol.field.InvalidFieldException;
import java.util.List;

/**
 * Files that will be uploaded; the answer holds a URL for each.
 *
 * @param files 1 to 1,000 entries; a name that was announced before replaces it
 */
public record DatasetUploads(List<DatasetFile> files) {
  public DatasetUploads {
    files = Fields.listOrEmpty(files);
    Fields.inRange("files", files.size(), 1, 1000);
    long distinct = files.stream().map(DatasetFile::name).distinct().count();
    if (distinct != files.size()) {
      throw new InvalidFieldException("files", "must not name a file twice");
    }
  }
}
